using AudioFunctions.Speech.Models;
using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Speaks through ElevenLabs and is billed once: each request is noted before it is sent, and after a lost response the account's history is
/// searched before the text is resent. Safe for any number of callers; all of them share one <see cref="RequestLimiter"/>.
/// </summary>
internal sealed class ElevenLabsSpeech : ISpeechService
{
    private static readonly SpeechFailure TakenByAnother = new(
        FailureKind.ResponseLost, SpeechCodes.ResponseLost, "Another line with the same words claimed ElevenLabs' response from the history first.");

    private readonly ElevenLabsClient _client;
    private readonly ElevenLabsOptions _options;
    private readonly ElevenLabsModelCatalog _models;
    private readonly RequestLimiter _limiter;
    private readonly RetrySchedule _retry;
    private readonly ServiceClock _clock;
    private readonly TimeProvider _time;
    private readonly LostResponseSearch _search;
    private readonly ClaimedResponses _used = new();
    private readonly string? _languageCode;
    private readonly ILogger<ElevenLabsSpeech> _logger;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _margin;
    private readonly TimeSpan _stopGrace;

    public ElevenLabsSpeech(
        ElevenLabsClient client,
        ElevenLabsOptions options,
        ElevenLabsModelCatalog models,
        SpeechOptions speech,
        RequestLimiter limiter,
        RetrySchedule retry,
        ServiceClock clock,
        TimeProvider time,
        ILogger<ElevenLabsSpeech> logger)
    {
        (_client, _options, _models, _limiter, _retry, _clock, _time, _logger) = (client, options, models, limiter, retry, clock, time, logger);
        _search = new LostResponseSearch(new ElevenLabsHistory(client, _used, logger), clock, time, logger);
        _languageCode = speech.LanguageCode;
        _timeout = TimeSpan.FromSeconds(speech.TimeoutSeconds);
        _margin = TimeSpan.FromSeconds(speech.LostAnswerSeconds);
        _stopGrace = TimeSpan.FromSeconds(speech.StopGraceSeconds);
    }

    public string Provider => SpeechOptions.ElevenLabsProvider;

    public string Model => _options.ModelId;

    public Task<SpeechModels> FindModelsAsync(CancellationToken cancellationToken) => _models.FindAsync(cancellationToken);

    public bool TakesIpaOf(string model) => _models.Current.Find(model).HasIpa;

    public async Task<RawSpeech> SpeakAsync(SpeechSegment segment, IRequestJournal journal, CancellationToken cancellationToken)
    {
        var model = ModelOf(segment);
        var characters = segment.CharacterCount;
        if (characters > model.MaxCharacters)
        {
            throw new SpeechException(
                SpeechCodes.TextTooLong,
                $"{characters} characters are more than the {model.MaxCharacters} of one request to {model.Id}; split the beat.",
                isRetryable: false);
        }

        var attempts = new Attempts(journal);
        attempts.Resume(await FindOpenAsync(model.Id, journal, cancellationToken));
        if (attempts.Lost?.Note.Unusable is { IsFinal: true } unusable)
        {
            // The run that decided this may have died right after.
            await journal.GiveUpAsync(unusable.Ids, CancellationToken.None);
            throw ToException(NoWholeCopy(unusable), attempts);
        }

        try
        {
            return await SpeakAsync(RequestFor(segment), attempts, cancellationToken);
        }
        catch (Exception)
        {
            // Only on failure: after a success, the note stays until the response is stored.
            await CleanUp.TryAsync("the note of a request", attempts.CloseNoteAsync, _logger);
            // The next take of the beat may find the complete copy.
            _used.Release(attempts.Lost?.Ids ?? []);
            throw;
        }
    }

    /// <summary>
    /// The character's name isn't sent, nor is anything the model doesn't support. What is known about a model may change between two plans:
    /// that doesn't change the request for the same text.
    /// </summary>
    public bool IsSameRequest(SpeechSegment one, SpeechSegment other) =>
        IsIdenticalRequest(one with { SeedOffset = null }, other with { SeedOffset = null });

    public bool IsIdenticalRequest(SpeechSegment one, SpeechSegment other)
    {
        var model = ModelOf(one);
        return model.Id == ModelOf(other).Id && Asked(one).Equals(Asked(other));

        IElevenLabsRequest Asked(SpeechSegment segment) => RequestFor(segment with { Model = model });
    }

    private IElevenLabsRequest RequestFor(SpeechSegment segment) => segment.Turns is null
        ? ElevenLabsRequest.For(segment, ModelOf(segment), _options.Seed, _languageCode)
        : ElevenLabsDialogueRequest.For(segment, ModelOf(segment), _options.Seed, _languageCode);

    /// <summary>Plans written before models were stored use the service's default model.</summary>
    private SpeechModel ModelOf(SpeechSegment segment) => segment.Model ?? _models.Current.Default;

    private async Task<RawSpeech> SpeakAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var outcome = await _retry.RunAsync(attempts, token => TryAsync(request, attempts, token), cancellationToken);

        // The response to the last attempt may be lost too.
        var found = outcome.Failure is { Kind: FailureKind.ResponseLost }
            ? await FindPaidAsync(request, attempts, cancellationToken)
            : SpeechOutcome.Nothing;
        var failure = found.Failure is { Kind: FailureKind.Refused } refused ? refused : outcome.Failure;
        return outcome.Speech ?? found.Speech ?? throw ToException(failure!, attempts);
    }

    /// <summary>
    /// The request that an earlier run sent and didn't store. That run may have died right after it sent it, so the response may take as long as
    /// any other. A request to another model was a different request.
    /// </summary>
    private async Task<LostRequest?> FindOpenAsync(string model, IRequestJournal journal, CancellationToken cancellationToken) =>
        await journal.FindAsync(cancellationToken) is { } open && open.Provider == Provider && open.Model == model
            && !(open.IsInherited && open.Unusable is { IsFinal: true })
            ? new LostRequest(open, _timeout + _margin)
            : null;

    private async Task<SpeechOutcome> TryAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var earlier = attempts.Lost is null ? SpeechOutcome.Nothing : await FindPaidAsync(request, attempts, cancellationToken);
        if (earlier != SpeechOutcome.Nothing)
            return earlier;

        var outcome = await SendInTurnAsync(request, attempts, cancellationToken);
        return outcome == SpeechOutcome.Nothing ? await FindPaidAsync(request, attempts, cancellationToken) : outcome;
    }

    /// <summary>
    /// Searches for a billed response that didn't arrive or was incomplete. If there is only an unusable one, it fails: the text is resent only
    /// if somebody requests another take.
    /// </summary>
    /// <returns>Neither speech nor failure if nothing was billed.</returns>
    private async Task<SpeechOutcome> FindPaidAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var note = attempts.Lost!.Note;
        attempts.UnusableCopy = null;
        var found = await _search.RunAsync(request, attempts, cancellationToken);
        // It can't be found out any more: whoever requested another take knows that it may be billed twice.
        var isUnknowable = note.IsInherited && found.Failure is { Kind: FailureKind.Refused };
        if (found != SpeechOutcome.Nothing && !isUnknowable)
            return found;
        if (note is { IsInherited: true, Unusable: { } inherited })
        {
            await attempts.ForgetAsync(inherited);
            return SpeechOutcome.Nothing;
        }

        if ((note.Unusable ?? await FindUnusableAsync(attempts, cancellationToken)) is not { } unusable)
            return SpeechOutcome.Nothing;
        await attempts.GiveUpAsync(unusable);
        return NoWholeCopy(unusable);
    }

    /// <summary>An unusable response in the history, or one that an earlier run stored but didn't note in time.</summary>
    private static async Task<UnusableResponse?> FindUnusableAsync(Attempts attempts, CancellationToken cancellationToken)
    {
        if (attempts.UnusableCopy is not var (copy, defect))
            return await attempts.Journal.FindUnusableAsync(cancellationToken);
        await attempts.Journal.KeepUnusableAsync(copy, defect, CancellationToken.None);
        return new UnusableResponse(copy.Ids, defect);
    }

    private static SpeechFailure NoWholeCopy(UnusableResponse unusable)
    {
        var which = unusable.Ids.Count > 0 ? $" (request {unusable.Ids[0]})" : "";
        return new SpeechFailure(
            FailureKind.Refused,
            SpeechCodes.ResponseUnusable,
            $"ElevenLabs' response{which} {unusable.Defect}, and its history has no better copy; regenerate the beat.");
    }

    /// <returns>Neither speech nor failure if the response is unusable.</returns>
    private async Task<SpeechOutcome> SendInTurnAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var came = _time.GetTimestamp();
        using var slot = await _limiter.EnterAsync(cancellationToken);
        SpeechMetrics.Waited(SpeechWait.LocalSlot, _time.GetElapsedTime(came));
        attempts.Answered = slot.Answered;
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = await SendAsync(request, attempts, cancellationToken);
        slot.WasRefused = outcome.Failure?.Kind == FailureKind.NoSlot;
        return outcome;
    }

    /// <summary>Notes and sends the request. From here on a stopping host waits, because the text is being billed.</summary>
    /// <returns>Neither speech nor failure if the response is unusable: it is stored, and its complete copy remains to be found.</returns>
    private async Task<SpeechOutcome> SendAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        using var grace = new StopGrace(_stopGrace, _time, cancellationToken);
        var now = _time.GetUtcNow();
        var since = attempts.Lost is { Note: var lost } ? _clock.AtService(lost, lost.SentSince) - (_clock.Offset ?? TimeSpan.Zero) : now;
        var offset = (long?)_clock.Offset?.TotalMilliseconds;
        await attempts.BeginAsync(new RequestNote(Provider, request.ModelId, since, now, offset), grace.Token);

        var sentAt = _time.GetTimestamp();
        var outcome = ToOutcome(await _client.SpeakAsync(request, grace.Token), request.ModelId);
        SpeechMetrics.Requested(Provider, request.ModelId, _time.GetElapsedTime(sentAt), outcome.Failure?.Code);
        if (outcome.Speech is { } speech && !await TryOwnAsync(speech, attempts))
            outcome = TakenByAnother;
        var responseWithin = _time.GetElapsedTime(sentAt) + _margin;
        if (outcome.Speech is { } response && ResponseCheck.DefectOf(response, request.Text) is { } defect)
        {
            SpeechLog.ResponseUnusable(_logger, response.RequestId, defect);
            await attempts.KeepUnusableAsync(response, defect, responseWithin);
            return SpeechOutcome.Nothing;
        }

        attempts.Ended(outcome.Failure?.Kind == FailureKind.ResponseLost ? responseWithin : null);
        return outcome;
    }

    /// <summary>
    /// Claims a response for this segment before it is stored. Between the service's listing and this claim, another segment with the same words,
    /// whose own response was lost, may have claimed it from the history. Then ours is lost, and theirs may still be found. This happens at most
    /// once: repeated ids prove nothing.
    /// </summary>
    private async Task<bool> TryOwnAsync(RawSpeech speech, Attempts attempts)
    {
        if (speech.Ids.Count == 0)
            return true;

        if (_used.TryClaim(attempts.Journal.Owner, speech.Ids))
        {
            // Billed: store it even if the host is stopping.
            if (await attempts.Journal.TryClaimAsync(speech.Ids, CancellationToken.None))
                return true;
            _used.Release(speech.Ids);
        }

        if (attempts.WasTaken)
            return true;

        attempts.WasTaken = true;
        SpeechLog.ResponseClaimed(_logger, speech.RequestId);
        return false;
    }

    private SpeechOutcome ToOutcome(ElevenLabsResponse response, string model)
    {
        if (response.Headers?.MaximumConcurrentRequests is { } maximum)
            _limiter.Observe(maximum);

        if (response.Failure is { } failure)
            return failure;

        var headers = response.Headers!;
        // Only ElevenLabs' own responses state their cost, whether complete or not.
        if (!response.IsJsonObject() && headers.BilledCharacters is null)
        {
            return new SpeechFailure(
                FailureKind.ResponseLost,
                SpeechCodes.ResponseUnusable,
                "ElevenLabs' response was cut short or isn't JSON; a proxy may have replaced it.");
        }

        return new RawSpeech(response.Body, Provider, model, headers.BilledCharacters, headers.RequestId, headers.HistoryItemId);
    }

    private static SpeechException ToException(SpeechFailure failure, Attempts attempts)
    {
        var tried = attempts.Made > 1
            ? FormattableString.Invariant($" Tried {attempts.Made} times, waiting {attempts.Waited.TotalSeconds:0.#} s in between.")
            : "";
        return new SpeechException(failure.Code, failure.Message + tried, failure.IsTransient, failure.Cause);
    }
}
