using Azure.Core;
using Azure.Core.Pipeline;

namespace AudioFunctions.Storage;

/// <summary>Retries fast failures several times, but a timeout only after the first attempt, because the caller has waited long enough.</summary>
internal sealed class StorageRetryPolicy(int maxRetries, TimeSpan firstDelay)
    : RetryPolicy(maxRetries, DelayStrategy.CreateExponentialDelayStrategy(firstDelay))
{
    private const int MaxRetriesOfTimeout = 1;

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        !HasWaitedEnough(message, exception) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        !HasWaitedEnough(message, exception) && await base.ShouldRetryAsync(message, exception);

    private static bool HasWaitedEnough(HttpMessage message, Exception? exception) =>
        exception is OperationCanceledException && message.ProcessingContext.RetryNumber >= MaxRetriesOfTimeout;
}
