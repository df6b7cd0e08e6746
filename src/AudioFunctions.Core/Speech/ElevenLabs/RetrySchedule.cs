using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// When a transient failure is retried: after <c>Retry-After</c>, or after a wait that doubles, within the limits of
/// <see cref="SpeechOptions"/>. If the service asks for a longer wait than is left, the request isn't retried.
/// <para>
/// A request that is refused because the account has no free slot isn't a failed attempt: it waits for a slot. A request of this process
/// frees one when it ends; a slot freed by another process shows only when the request is resent. All waiting requests of a process together
/// resend about four times a second, so that several processes share the account's slots and leave none idle.
/// </para>
/// </summary>
internal sealed class RetrySchedule
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SlotProbeInterval = TimeSpan.FromMilliseconds(250);

    private static readonly ResiliencePropertyKey<Attempts> AttemptsKey = new("speech.attempts");

    private readonly SpeechOptions _options;
    private readonly RequestLimiter _limiter;
    private readonly TimeProvider _time;
    private readonly Func<double> _randomness;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<SpeechOutcome> _pipeline;
    private int _waitingForSlot;

    /// <param name="randomness">From 0 up to 1; spreads the waits, so that requests refused together aren't retried together.</param>
    public RetrySchedule(SpeechOptions options, RequestLimiter limiter, TimeProvider time, Func<double> randomness, ILogger logger)
    {
        (_options, _limiter, _time, _randomness, _logger) = (options, limiter, time, randomness, logger);
        _pipeline = new ResiliencePipelineBuilder<SpeechOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<SpeechOutcome>
            {
                // ShouldRetry counts the attempts; Polly's own limit must not interfere.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome.Result, AttemptsOf(arguments.Context))),
                DelayGenerator = arguments => WaitAsync(arguments.Outcome.Result, arguments.Context),
            })
            .Build();
    }

    /// <summary>Tries until an attempt succeeds, fails permanently, or a limit is reached; returns the last outcome.</summary>
    public async Task<SpeechOutcome> RunAsync(
        Attempts attempts, Func<CancellationToken, Task<SpeechOutcome>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(AttemptsKey, attempts);
        try
        {
            return await _pipeline.ExecuteAsync(
                async (c, run) =>
                {
                    AttemptsOf(c).Made++;
                    return await run(c.CancellationToken);
                },
                context,
                attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static Attempts AttemptsOf(ResilienceContext context) => context.Properties.GetValue(AttemptsKey, null!);

    private bool ShouldRetry(SpeechOutcome outcome, Attempts attempts)
    {
        if (outcome.Failure is not { IsTransient: true } failure)
            return false;
        if (failure.Kind == FailureKind.NoSlot)
            return CanWaitForSlot(attempts);
        if (attempts.Made >= _options.MaxAttempts)
            return false;

        var left = TimeSpan.FromSeconds(_options.MaxWaitSeconds) - attempts.Waited;
        // Zero, or a time in the past, says nothing about how long to wait.
        var wait = failure.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : Backoff(attempts.Made);
        if (wait > left)
            return false;

        attempts.NextWait = wait;
        SpeechMetrics.WillRetry(failure.Code);
        SpeechLog.AttemptFailed(_logger, attempts.Made, _options.MaxAttempts, failure.Code, failure.Message);
        return true;
    }

    /// <summary>Doubles with each attempt; half of it is fixed and half is random.</summary>
    private TimeSpan Backoff(int attemptsMade)
    {
        var whole = Math.Min(_options.BackoffSeconds * Math.Pow(2, attemptsMade - 1), LongestBackoff.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (0.5 + (_randomness() / 2)));
    }

    private async ValueTask<TimeSpan?> WaitAsync(SpeechOutcome outcome, ResilienceContext context)
    {
        var attempts = AttemptsOf(context);
        if (outcome.Failure!.Kind == FailureKind.NoSlot)
        {
            await WaitForSlotAsync(attempts, outcome.Failure.RetryAfter, context.CancellationToken);
            return TimeSpan.Zero;
        }

        SpeechLog.Waiting(_logger, attempts.NextWait.TotalSeconds);
        attempts.Waited += attempts.NextWait;
        SpeechMetrics.Waited(SpeechWait.Backoff, attempts.NextWait);
        return attempts.NextWait;
    }

    private bool CanWaitForSlot(Attempts attempts)
    {
        if (attempts.WaitedForSlot >= TimeSpan.FromSeconds(_options.MaxRoomWaitSeconds))
            return false;
        if (attempts.WaitedForSlot == TimeSpan.Zero)
            SpeechLog.WaitingForSlot(_logger);
        // The service refused it for lack of a slot, so it doesn't count as an attempt.
        attempts.Made--;
        return true;
    }

    /// <summary>Returns when a request of this process gets its response, or when it is this request's turn to be resent.</summary>
    private async Task WaitForSlotAsync(Attempts attempts, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var waiting = Interlocked.Increment(ref _waitingForSlot);
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var probe = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : SlotProbeInterval * waiting * (0.5 + _randomness());
            var ownTurn = Task.Delay(probe, _time, turn.Token);
            var slot = _limiter.WaitForSlotAsync(attempts.Answered, turn.Token);
            var first = await Task.WhenAny(slot, ownTurn);
            // No request of this process is running: others use the account, so only resending shows whether a slot is free.
            if (first == slot && !await slot)
                await ownTurn;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await turn.CancelAsync();
            Interlocked.Decrement(ref _waitingForSlot);
            var waited = _time.GetElapsedTime(started);
            attempts.WaitedForSlot += waited;
            SpeechMetrics.Waited(SpeechWait.AccountSlot, waited);
        }
    }
}
