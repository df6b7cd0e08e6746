using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// When a transient failure is tried again: after <c>Retry-After</c>, after a request under way has ended, or after a wait that doubles,
/// within the bounds of <see cref="SpeechOptions"/>. A service that asks for a longer wait than is left is not asked again.
/// <para>
/// A request that found the account full is no failed attempt: it waits for room. Room is made by a request of this process that ends, or by
/// one of another process on the same account, which only asking again can tell. All waiting requests of a process together ask about
/// four times a second, so that several processes share the account's slots and leave none idle.
/// </para>
/// </summary>
internal sealed class RetrySchedule
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RoomProbeInterval = TimeSpan.FromMilliseconds(250);

    private static readonly ResiliencePropertyKey<Attempts> AttemptsKey = new("speech.attempts");

    private readonly SpeechOptions _options;
    private readonly RequestLimiter _gate;
    private readonly TimeProvider _time;
    private readonly Func<double> _randomness;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<SpeechOutcome> _pipeline;
    private int _waitingForRoom;

    /// <param name="randomness">0 up to 1; spreads the waits, so that those refused together do not come back together.</param>
    public RetrySchedule(SpeechOptions options, RequestLimiter gate, TimeProvider time, Func<double> randomness, ILogger logger)
    {
        (_options, _gate, _time, _randomness, _logger) = (options, gate, time, randomness, logger);
        _pipeline = new ResiliencePipelineBuilder<SpeechOutcome> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<SpeechOutcome>
            {
                // ShouldRetry counts; Polly's own bound only has to be out of its way.
                MaxRetryAttempts = int.MaxValue,
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
        if (outcome.Failure is not { IsTransient: true } failure)
            return false;
        if (failure.Kind == FailureKind.NoRoom)
            return CanWaitForRoom(attempts);
        if (attempts.Made >= _options.MaxAttempts)
            return false;

        var left = TimeSpan.FromSeconds(_options.MaxWaitSeconds) - attempts.Waited;
        // Zero, or a time that is past, says nothing about how long to wait.
        var wait = failure.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : Backoff(attempts.Made);
        if (wait > left)
            return false;

        attempts.NextWait = wait;
        SpeechMetrics.WillRetry(failure.Code);
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
        if (outcome.Failure!.Kind == FailureKind.NoRoom)
        {
            await WaitForRoomAsync(attempts, outcome.Failure.RetryAfter, context.CancellationToken);
            return TimeSpan.Zero;
        }

        SpeechLog.Waiting(_logger, attempts.NextWait.TotalSeconds);
        attempts.Waited += attempts.NextWait;
        SpeechMetrics.Waited(SpeechWait.Backoff, attempts.NextWait);
        return attempts.NextWait;
    }

    private bool CanWaitForRoom(Attempts attempts)
    {
        if (attempts.WaitedForRoom >= TimeSpan.FromSeconds(_options.MaxRoomWaitSeconds))
            return false;
        if (attempts.WaitedForRoom == TimeSpan.Zero)
            SpeechLog.WaitingForRoom(_logger);
        // The service turned it away at the door: it was not tried.
        attempts.Made--;
        return true;
    }

    /// <summary>Returns when a request of this process was answered, or when it is this request's turn to ask again.</summary>
    private async Task WaitForRoomAsync(Attempts attempts, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var waiting = Interlocked.Increment(ref _waitingForRoom);
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var probe = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : RoomProbeInterval * waiting * (0.5 + _randomness());
            var ownTurn = Task.Delay(probe, _time, turn.Token);
            var room = _gate.WaitForRoomAsync(attempts.Answered, turn.Token);
            var first = await Task.WhenAny(room, ownTurn);
            // Nothing of this process is under way: others use the account, and only asking again can tell.
            if (first == room && !await room)
                await ownTurn;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await turn.CancelAsync();
            Interlocked.Decrement(ref _waitingForRoom);
            var waited = _time.GetElapsedTime(started);
            attempts.WaitedForRoom += waited;
            SpeechMetrics.Waited(SpeechWait.Room, waited);
        }
    }
}
