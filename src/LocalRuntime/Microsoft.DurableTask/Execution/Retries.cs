using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask;

/// <summary>Repeats a failed call as its options say. The waits are durable timers and the clock is the orchestration's.</summary>
internal static class Retries
{
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions? options, Func<Task<T>> call) => options switch
    {
        null => call(),
        { Policy: { } policy } => RunAsync(context, policy, call),
        _ => RunAsync(context, options.Handler!, call),
    };

    private static async Task<T> RunAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failure)
            {
                // Not a filter: a HandleFailure that throws must fail the orchestrator, and a filter would hide it.
                if (!MayRetry(context, policy, attempt, firstAttempt, failure))
                    throw;
                await context.CreateTimer(Wait(policy, attempt), CancellationToken.None);
            }
        }
    }

    private static async Task<T> RunAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var firstAttempt = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException failure)
            {
                var elapsed = context.CurrentUtcDateTime - firstAttempt;
                if (!await handler(new RetryContext(context, attempt, failure.FailureDetails, elapsed, CancellationToken.None)))
                    throw;
            }
        }
    }

    private static bool MayRetry(
        TaskOrchestrationContext context, RetryPolicy policy, int attempt, DateTime firstAttempt, TaskFailedException failure) =>
        attempt < policy.MaxNumberOfAttempts
        && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || context.CurrentUtcDateTime - firstAttempt < policy.RetryTimeout)
        && policy.HandleFailure(failure.FailureDetails);

    private static TimeSpan Wait(RetryPolicy policy, int attempt)
    {
        var grown = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var longest = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.FromDays(365) : policy.MaxRetryInterval;
        return grown < longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(grown) : longest;
    }
}
