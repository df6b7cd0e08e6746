using AudioFunctions.Speech.Models;
using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Speaks through ElevenLabs and pays once: each request is noted before it is sent, and after an answer that got lost the account's
/// history is asked before the text is sent again. Safe for any number of callers; all of them share one <see cref="RequestLimiter"/>.
/// </summary>
internal sealed class ElevenLabsSpeech : ISpeechService
{
    private static readonly SpeechFailure TakenByAnother = new(
        FailureKind.AnswerLost, SpeechCodes.AnswerLost, "Another line with the same words took ElevenLabs' answer from the history first.");

    private readonly ElevenLabsClient _client;
    private readonly ElevenLabsOptions _options;
    private readonly ElevenLabsModelCatalog _models;
    private readonly RequestLimiter _gate;
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
        RequestLimiter gate,
        RetrySchedule retry,
        ServiceClock clock,
        TimeProvider time,
        ILogger<ElevenLabsSpeech> logger)
    {
        (_client, _options, _models, _gate, _retry, _clock, _time, _logger) = (client, options, models, gate, retry, clock, time, logger);
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
            // The run that decided it may have died right after.
            await journal.GiveUpAsync(unusable.Ids, CancellationToken.None);
            throw ToException(NoWholeCopy(unusable), attempts);
        }

        try
        {
            return await SpeakAsync(RequestFor(segment), attempts, cancellationToken);
        }
        catch (Exception)
        {
            // Only here: the note of what is spoken stays until its answer is stored.
            await CleanUp.TryAsync("the note of a request", attempts.SettleAsync, _logger);
            // The next take of the beat may find the whole copy.
            _used.Release(attempts.Lost?.Ids ?? []);
            throw;
        }
    }

    /// <summary>
    /// The character's name is not sent, and what the model does not take is not either. What is known of a model may change between two plans:
    /// that makes no other question of the same text.
    /// </summary>
    public bool IsSameQuestion(SpeechSegment one, SpeechSegment other) =>
        IsSameRequest(one with { SeedOffset = null }, other with { SeedOffset = null });

    public bool IsSameRequest(SpeechSegment one, SpeechSegment other)
    {
        var model = ModelOf(one);
        return model.Id == ModelOf(other).Id && Asked(one).Equals(Asked(other));

        IElevenLabsRequest Asked(SpeechSegment segment) => RequestFor(segment with { Model = model });
    }

    private IElevenLabsRequest RequestFor(SpeechSegment segment) => segment.Turns is null
        ? ElevenLabsRequest.For(segment, ModelOf(segment), _options.Seed, _languageCode)
        : ElevenLabsDialogueRequest.For(segment, ModelOf(segment), _options.Seed, _languageCode);

    /// <summary>Plans that were written before models were kept are spoken by the service's own.</summary>
    private SpeechModel ModelOf(SpeechSegment segment) => segment.Model ?? _models.Current.Default;

    private async Task<RawSpeech> SpeakAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var outcome = await _retry.RunAsync(attempts, token => TryAsync(request, attempts, token), cancellationToken);

        // The answer to the last attempt may have got lost too.
        var found = outcome.Failure is { Kind: FailureKind.AnswerLost }
            ? await FindPaidAsync(request, attempts, cancellationToken)
            : SpeechOutcome.Nothing;
        var failure = found.Failure is { Kind: FailureKind.Refused } refused ? refused : outcome.Failure;
        return outcome.Speech ?? found.Speech ?? throw ToException(failure!, attempts);
    }

    /// <summary>
    /// What an earlier run sent and never stored. It may have died right after it sent it, so the answer may take as long as any. Of another
    /// model it would be the answer to another question.
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
    /// Looks for what was paid for and didn't arrive, or not whole. If only what can't be used exists, it fails: the text is sent again only if
    /// somebody asks for another take.
    /// </summary>
    /// <returns>Neither speech nor failure if nothing was paid for.</returns>
    private async Task<SpeechOutcome> FindPaidAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var note = attempts.Lost!.Note;
        attempts.UnusableCopy = null;
        var found = await _search.RunAsync(request, attempts, cancellationToken);
        // Nobody will ever tell: who asked for another take knows that it may be paid for twice.
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

    /// <summary>What the history holds and can't be used, or what an earlier run kept and had no time to note.</summary>
    private static async Task<UnusableAnswer?> FindUnusableAsync(Attempts attempts, CancellationToken cancellationToken)
    {
        if (attempts.UnusableCopy is not var (copy, flaw))
            return await attempts.Journal.FindUnusableAsync(cancellationToken);
        await attempts.Journal.KeepUnusableAsync(copy, flaw, CancellationToken.None);
        return new UnusableAnswer(copy.Ids, flaw);
    }

    private static SpeechFailure NoWholeCopy(UnusableAnswer unusable)
    {
        var which = unusable.Ids.Count > 0 ? $" (request {unusable.Ids[0]})" : "";
        return new SpeechFailure(
            FailureKind.Refused,
            SpeechCodes.AnswerUnusable,
            $"ElevenLabs' answer{which} {unusable.Flaw}, and its history holds no better copy; regenerate the beat.");
    }

    /// <returns>Neither speech nor failure if the answer can't be used.</returns>
    private async Task<SpeechOutcome> SendInTurnAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        var came = _time.GetTimestamp();
        using var place = await _gate.EnterAsync(cancellationToken);
        SpeechMetrics.Waited(SpeechWait.Place, _time.GetElapsedTime(came));
        attempts.Answered = place.Answered;
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = await SendAsync(request, attempts, cancellationToken);
        place.RefusedForRoom = outcome.Failure?.Kind == FailureKind.NoRoom;
        return outcome;
    }

    /// <summary>Notes and sends. From here on a host that stops waits, because the text is being paid for.</summary>
    /// <returns>Neither speech nor failure if the answer can't be used: it is kept, and a whole copy of it is still to be looked for.</returns>
    private async Task<SpeechOutcome> SendAsync(IElevenLabsRequest request, Attempts attempts, CancellationToken cancellationToken)
    {
        using var grace = new StopGrace(_stopGrace, _time, cancellationToken);
        var now = _time.GetUtcNow();
        var since = attempts.Lost is { Note: var lost } ? _clock.AtService(lost, lost.SentSince) - (_clock.Offset ?? TimeSpan.Zero) : now;
        var offset = (long?)_clock.Offset?.TotalMilliseconds;
        await attempts.BeginAsync(new RequestNote(Provider, request.ModelId, since, now, offset), grace.Token);

        var sentAt = _time.GetTimestamp();
        var outcome = Judge(await _client.SpeakAsync(request, grace.Token), request.ModelId);
        SpeechMetrics.Requested(Provider, request.ModelId, _time.GetElapsedTime(sentAt), outcome.Failure?.Code);
        if (outcome.Speech is { } speech && !await TryOwnAsync(speech, attempts))
            outcome = TakenByAnother;
        var answerWithin = _time.GetElapsedTime(sentAt) + _margin;
        if (outcome.Speech is { } answer && ResponseCheck.FlawOf(answer, request.Text) is { } flaw)
        {
            SpeechLog.AnswerUnusable(_logger, answer.RequestId, flaw);
            await attempts.KeepUnusableAsync(answer, flaw, answerWithin);
            return SpeechOutcome.Nothing;
        }

        attempts.Ended(outcome.Failure?.Kind == FailureKind.AnswerLost ? answerWithin : null);
        return outcome;
    }

    /// <summary>
    /// Makes an answer this segment's own, before it is stored. Between the service's listing and this, another segment with the same words,
    /// whose own answer got lost, may have taken it from the history. Then ours is lost, and maybe theirs is still to be found. Only once:
    /// ids that come again and again tell nothing.
    /// </summary>
    private async Task<bool> TryOwnAsync(RawSpeech speech, Attempts attempts)
    {
        if (speech.Ids.Count == 0)
            return true;

        if (_used.TryClaim(attempts.Journal.Owner, speech.Ids))
        {
            // Paid for: not given up because the host is asked to stop.
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

    private SpeechOutcome Judge(ElevenLabsResponse answer, string model)
    {
        if (answer.Headers?.MaximumConcurrentRequests is { } maximum)
            _gate.Observe(maximum);

        if (answer.Failure is { } failure)
            return failure;

        var headers = answer.Headers!;
        // An answer that names its cost is ElevenLabs' own, whole or not.
        if (!answer.IsJsonObject() && headers.BilledCharacters is null)
        {
            return new SpeechFailure(
                FailureKind.AnswerLost,
                SpeechCodes.AnswerUnusable,
                "ElevenLabs' answer was cut short or is no JSON; something between may have replaced it.");
        }

        return new RawSpeech(answer.Body, Provider, model, headers.BilledCharacters, headers.RequestId, headers.HistoryItemId);
    }

    private static SpeechException ToException(SpeechFailure failure, Attempts attempts)
    {
        var tried = attempts.Made > 1
            ? FormattableString.Invariant($" Tried {attempts.Made} times, waiting {attempts.Waited.TotalSeconds:0.#} s in between.")
            : "";
        return new SpeechException(failure.Code, failure.Message + tried, failure.IsTransient, failure.Cause);
    }
}
