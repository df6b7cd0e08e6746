using AudioFunctions.Audio;

namespace AudioFunctions.Export;

/// <summary>The end of an export that runs FFmpeg so often that it may take very long.</summary>
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
