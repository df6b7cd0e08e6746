using AudioFunctions.Audio;

namespace AudioFunctions.Export;

/// <summary>A time limit for exports that run FFmpeg many times.</summary>
internal static class ExportTimeout
{
    /// <exception cref="AudioException"><c>export-timeout</c>.</exception>
    public static async Task<T> RunAsync<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw AudioErrors.ExportTooLong(timeout);
        }
    }
}
