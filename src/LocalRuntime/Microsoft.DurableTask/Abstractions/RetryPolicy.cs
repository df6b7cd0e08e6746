namespace Microsoft.DurableTask;

/// <summary>
/// Retries a failed call after durable waits that grow from the first interval by the coefficient up to the longest interval.
/// </summary>
public class RetryPolicy
{
    /// <param name="maxNumberOfAttempts">All attempts, the first included; at least 1.</param>
    /// <param name="firstRetryInterval">The wait before the second attempt; above zero.</param>
    /// <param name="backoffCoefficient">At least 1.0, which keeps the wait constant.</param>
    /// <param name="maxRetryInterval">The longest wait; one hour by default.</param>
    /// <param name="retryTimeout">No retry starts later than this after the first attempt; without limit by default.</param>
    public RetryPolicy(
        int maxNumberOfAttempts,
        TimeSpan firstRetryInterval,
        double backoffCoefficient = 1.0,
        TimeSpan? maxRetryInterval = null,
        TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNotEqual(backoffCoefficient >= 1.0, true, nameof(backoffCoefficient));
        if (maxRetryInterval is { } longest && longest != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(longest, firstRetryInterval, nameof(maxRetryInterval));
        if (retryTimeout is { } limit && limit != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, firstRetryInterval, nameof(retryTimeout));

        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    public int MaxNumberOfAttempts { get; }

    public TimeSpan FirstRetryInterval { get; }

    public double BackoffCoefficient { get; }

    public TimeSpan MaxRetryInterval { get; }

    public TimeSpan RetryTimeout { get; }

    /// <summary>
    /// Whether this failure is worth another attempt; every failure is, unless this says otherwise. Must be deterministic.
    /// </summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        internal get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = static _ => true;
}
