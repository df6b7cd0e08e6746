using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// When a transient failure is tried again: after <c>Retry-After</c>, after a request under way has ended, or after a wait that doubles,
/// within the bounds of <see cref="SpeechOptions"/>. A service that asks for more patience than is left is not asked again.
/// </summary>
internal sealed class RetrySchedule
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<Attempts> AttemptsKey = new("speech.attempts");

    private readonly SpeechOptions _options;
    private readonly SpeechGate _gate;
    private readonly TimeProvider _time;
    private readonly Func<double> _randomness;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<SpeechOutcome> _pipeline;

    /// <param name="randomness">0 up to 1; spreads the waits, so that those refused together do not come back together.</param>
    public RetrySchedule(SpeechOptions options, SpeechGate gate, TimeProvider time, Func<double> randomness, ILogger logger)
    {
        (_options, _gate, _time, _randomness, _logger) = (options, gate, time, randomness, logger);
        _pipeline = new ResiliencePipelineBuilder<SpeechOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<SpeechOutcome>
            {
                // ShouldRetry counts; Polly's own bound only has to be out of its way.
                MaxRetryAttempts = options.MaxAttempts,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome.Result, AttemptsOf(arguments.Context))),
                DelayGenerator = arguments => WaitAsync(arguments.Outcome.Result, arguments.Context),
            })
            .Build();
    }

    /// <summary>Tries until an attempt succeeds, fails for good, or the bounds are reached; the last outcome is the answer.</summary>
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
        if (outcome.Failure is not { IsTransient: true } failure || attempts.Made >= _options.MaxAttempts)
            return false;

        var left = TimeSpan.FromSeconds(_options.MaxWaitSeconds) - attempts.Waited;
        var wait = failure.RetryAfter ?? Backoff(attempts.Made);
        if (wait > left && (failure.Kind != FailureKind.NoRoom || left <= TimeSpan.Zero))
            return false;

        // Room may be made any time, so what patience is left is worth spending on it.
        attempts.NextWait = wait < left ? wait : left;
        SpeechLog.AttemptFailed(_logger, attempts.Made, _options.MaxAttempts, failure.Code, failure.Message);
        return true;
    }

    /// <summary>Doubles from attempt to attempt; half of it is fixed and half is chance.</summary>
    private TimeSpan Backoff(int attemptsMade)
    {
        var whole = Math.Min(_options.BackoffSeconds * Math.Pow(2, attemptsMade - 1), LongestBackoff.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (0.5 + (_randomness() / 2)));
    }

    private async ValueTask<TimeSpan?> WaitAsync(SpeechOutcome outcome, ResilienceContext context)
    {
        var attempts = AttemptsOf(context);
        if (outcome.Failure!.Kind == FailureKind.NoRoom && await WaitedForRoomAsync(attempts, context.CancellationToken))
            return TimeSpan.Zero;

        SpeechLog.Waiting(_logger, attempts.NextWait.TotalSeconds);
        attempts.Waited += attempts.NextWait;
        return attempts.NextWait;
    }

    /// <summary>False where nothing of ours is under way: then somebody else uses the account, and only time helps.</summary>
    private async Task<bool> WaitedForRoomAsync(Attempts attempts, CancellationToken cancellationToken)
    {
        var patience = TimeSpan.FromSeconds(_options.MaxWaitSeconds) - attempts.Waited;
        var started = _time.GetTimestamp();
        try
        {
            return await _gate.WaitForRoomAsync(attempts.Answered, cancellationToken).WaitAsync(patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Out of patience: one more attempt, and its answer counts.
            return true;
        }
        finally
        {
            attempts.Waited += _time.GetElapsedTime(started);
        }
    }
}
