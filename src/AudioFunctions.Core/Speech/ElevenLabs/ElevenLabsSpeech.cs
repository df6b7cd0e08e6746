using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Speaks through ElevenLabs and pays once: after an answer that got lost the account's history is asked before the request is sent again.
/// Safe for any number of callers; all of them share one <see cref="SpeechGate"/>.
/// </summary>
internal sealed class ElevenLabsSpeech(
    ElevenLabsClient client,
    ElevenLabsOptions options,
    TimeSpan watchHistoryFor,
    SpeechGate gate,
    RetrySchedule retry,
    TimeProvider time,
    ILogger<ElevenLabsSpeech> logger) : ISpeechService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly UsedAnswers _used = new();

    public string Provider => SpeechOptions.ElevenLabsProvider;

    public string Model => options.ModelId;

    public int MaxCharacters { get; } = new ElevenLabsModel(options.ModelId).MaxCharacters;

    public async Task<RawSpeech> SpeakAsync(SpeechSegment segment, CancellationToken cancellationToken)
    {
        if (segment.Text.Length > MaxCharacters)
        {
            throw new SpeechException(
                SpeechCodes.TextTooLong,
                $"{segment.Text.Length} characters are more than the {MaxCharacters} of one request; split the beat.",
                isRetryable: false);
        }

        var request = ElevenLabsRequest.For(segment, options);
        var attempts = new Attempts();
        var outcome = await retry.RunAsync(attempts, token => TryAsync(request, attempts, token), cancellationToken);

        // The answer to the last attempt may have got lost too.
        var found = outcome.Failure is { Kind: FailureKind.AnswerLost }
            ? await FindAsync(request, attempts, cancellationToken)
            : SpeechOutcome.Nothing;
        return outcome.Speech ?? found.Speech ?? throw ToException(outcome.Failure!, attempts);
    }

    /// <summary>The character's name is not sent, and what the model does not take is not either.</summary>
    public bool IsSameQuestion(SpeechSegment one, SpeechSegment other) =>
        ElevenLabsRequest.For(one, options) == ElevenLabsRequest.For(other, options);

    public async Task<RawSpeech?> FindEarlierAsync(
        SpeechSegment segment, DateTimeOffset requestedSince, CancellationToken cancellationToken)
    {
        var request = ElevenLabsRequest.For(segment, options);
        var now = time.GetUtcNow();
        var attempts = new Attempts { LostSince = requestedSince, LostAt = requestedSince < now ? requestedSince : now };
        var outcome = await retry.RunAsync(attempts, token => FindAsync(request, attempts, token), cancellationToken);
        return outcome.Failure is null ? outcome.Speech : throw ToException(outcome.Failure, attempts);
    }

    /// <summary>Watches the history for as long as the service may still be at work on what got lost.</summary>
    private async Task<SpeechOutcome> FindAsync(ElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var history = new ElevenLabsHistory(client, _used, logger);
        while (true)
        {
            var found = await history.FindAsync(request, attempts.LostSince!.Value, cancellationToken);
            var left = attempts.LostAt + watchHistoryFor - time.GetUtcNow();
            if (found != SpeechOutcome.Nothing || left <= TimeSpan.Zero)
                return found;

            await Task.Delay(left < BetweenLooks ? left : BetweenLooks, time, cancellationToken);
        }
    }

    private async Task<SpeechOutcome> TryAsync(ElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var earlier = attempts.LostSince is null ? SpeechOutcome.Nothing : await FindAsync(request, attempts, cancellationToken);
        if (earlier != SpeechOutcome.Nothing)
            return earlier;

        using var place = await gate.EnterAsync(cancellationToken);
        attempts.Answered = place.Answered;
        var sentAt = time.GetUtcNow();
        var outcome = Judge(await client.SpeakAsync(request, cancellationToken));
        place.RefusedForRoom = outcome.Failure?.Kind == FailureKind.NoRoom;
        if (outcome.Failure?.Kind == FailureKind.AnswerLost)
            (attempts.LostSince, attempts.LostAt) = (attempts.LostSince ?? sentAt, time.GetUtcNow());

        return outcome;
    }

    private SpeechOutcome Judge(ElevenLabsAnswer answer)
    {
        if (answer.Headers?.MaximumConcurrentRequests is { } maximum)
            gate.Observe(maximum);

        if (answer.Failure is { } failure)
            return failure;

        if (!answer.IsJsonObject())
        {
            return new SpeechFailure(
                FailureKind.AnswerLost,
                SpeechCodes.AnswerUnusable,
                "ElevenLabs' answer was cut short or is no JSON; something between may have replaced it.");
        }

        _used.TryClaim(answer.Headers?.RequestId);
        return new RawSpeech(answer.Body, Provider, Model, answer.Headers?.BilledCharacters, answer.Headers?.RequestId);
    }

    private static SpeechException ToException(SpeechFailure failure, Attempts attempts)
    {
        var tried = attempts.Made > 1
            ? FormattableString.Invariant($" Tried {attempts.Made} times, waiting {attempts.Waited.TotalSeconds:0.#} s in between.")
            : "";
        return new SpeechException(failure.Code, failure.Message + tried, failure.IsTransient, failure.Cause);
    }
}
