using Azure;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>
/// Keeps trying while the storage is away: results wait in memory rather than get lost. Definite answers (missing, conflict,
/// another version, malformed) go to the caller at once.
/// </summary>
internal sealed class StorageRetry(ILogger logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks)))
        {
            try
            {
                return await operation(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsPassing(exception))
            {
                Log.StorageUnavailable(logger, what, wait, exception.Message);
            }

            // Real time on purpose: the storage recovers in real time, whatever clock the orchestrations live by.
            await Task.Delay(wait, cancellationToken);
        }
    }

    public Task RunAsync(string what, Func<CancellationToken, Task> operation, CancellationToken cancellationToken) =>
        RunAsync(
            what,
            async token =>
            {
                await operation(token);
                return true;
            },
            cancellationToken);

    private static bool IsPassing(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 401 or 403 or 408 or 429 or >= 500 } => true,
        RequestFailedException => false,
        AggregateException several => several.InnerExceptions.All(IsPassing),
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
