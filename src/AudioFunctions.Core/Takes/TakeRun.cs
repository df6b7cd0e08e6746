using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Takes;

/// <summary>One run of speaking a take whose plan is fixed: it requests the missing segments, one after the other.</summary>
/// <param name="first">Null if another run knows the plan: that run may have the lease and have sent requests.</param>
internal sealed class TakeRun(
    TakeKey take,
    TakePlan plan,
    TakeLease lease,
    FirstRequest? first,
    FailedTakes failed,
    TakeFiles files,
    ISpeechService speech,
    SpendingGate gate,
    RequestsUnderWay requests,
    ILogger logger)
{
    private readonly List<Task> _closing = [];

    /// <summary>By the dialogue's index: its response if it can be cut into its turns, else null.</summary>
    private readonly Dictionary<int, RawSpeech?> _dialogues = [];

    private FirstRequest? _first = first;
    private bool _isNew = first is not null;

    /// <returns>The number of segments, all of them spoken and stored.</returns>
    public async Task<int> SpeakAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CopyStoredAsync(cancellationToken);
            foreach (var segment in plan.Segments.Where(segment => !plan.IsStored(segment.Index)))
            {
                if (segment.Dialogue is not { } dialogue || !await TrySpeakInDialogueAsync(segment, dialogue, cancellationToken))
                    await RequestAsync(segment.AsSpoken(inDialogue: false), cancellationToken);
            }

            // The responses are stored: start cleaning up.
            _closing.Add(lease.DisposeAsync().AsTask());
            return plan.Segments.Count;
        }
        finally
        {
            // Notes that can't be removed aren't read again, because the responses are stored.
            await CleanUp.TryAsync("the note of a request", () => Task.WhenAll(_closing), logger);
        }
    }

    internal static SpeechException StoredSpeechGone(TakeLine retake) => new(
        SpeechCodes.StoredSpeechGone,
        $"The recordings of take {retake.TakeId} are no longer stored, so none of its lines can be replaced; regenerate the whole beat.",
        isRetryable: false);

    /// <summary>For the retake of a line, copies the responses of the other lines.</summary>
    /// <exception cref="PlanTakenException">Another run stored its plan first.</exception>
    /// <exception cref="SpeechException"><c>stored-speech-gone</c>.</exception>
    private async Task CopyStoredAsync(CancellationToken cancellationToken)
    {
        if (plan.RetakeOf is not { } retake)
            return;
        if (_first is not null && !await _first.Adding)
            throw new PlanTakenException();

        var from = take with { Id = retake.TakeId };
        foreach (var (segment, source) in plan.Sources!.Index())
        {
            if (source is not { } stored || (_first is null && await files.HasRawAsync(take, segment, cancellationToken)))
                continue;
            if (!await files.TryCopyRawAsync(from, stored, take, segment, cancellationToken))
                throw StoredSpeechGone(retake);
        }
    }

    /// <summary>
    /// Gives a segment a copy of its dialogue's response. Which segments get one is decided once and stored that way: later readers of the take decide
    /// nothing.
    /// </summary>
    /// <returns>False if the segment must be spoken by itself: the dialogue was billed but is unusable, or it was refused and not billed.</returns>
    private async Task<bool> TrySpeakInDialogueAsync(SpeechSegment segment, SpeechSegment dialogue, CancellationToken cancellationToken)
    {
        if (!_isNew && await files.HasRawAsync(take, segment.Index, cancellationToken))
            return true;
        if (!_dialogues.TryGetValue(dialogue.Index, out var response))
            _dialogues.Add(dialogue.Index, response = await FindDialogueAsync(dialogue, cancellationToken));
        return response is not null && await files.TryCopyRawAsync(take, dialogue.Index, take, segment.Index, cancellationToken);
    }

    private async Task<RawSpeech?> FindDialogueAsync(SpeechSegment dialogue, CancellationToken cancellationToken)
    {
        RawSpeech response;
        try
        {
            response = await RequestAsync(dialogue, cancellationToken) ?? await files.ReadRawAsync(take, dialogue.Index, cancellationToken);
        }
        catch (SpeechException refused) when (refused.Code is SpeechCodes.ModelUnsupported or SpeechCodes.RequestInvalid)
        {
            // Not billed. If the refusal has another cause than the dialogue, the segments' own requests are refused as well.
            SpeechLog.DialogueRefused(logger, refused.Code, refused.Message);
            // It was sent, so the plan is stored.
            _first = null;
            return null;
        }

        if (DialogueCheck.DefectOf(response, dialogue) is not { } defect)
            return response;
        SpeechLog.DialogueUnusable(logger, response.RequestId, defect);
        return null;
    }

    /// <summary>Requests and stores the response for a segment or a dialogue, unless it is already stored.</summary>
    /// <returns>The response; null if it was already stored.</returns>
    private async Task<RawSpeech?> RequestAsync(SpeechSegment segment, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_first is null && !await lease.IsHeldAsync(cancellationToken))
            {
                await lease.AcquireAsync(cancellationToken);
                _isNew = false;
            }

            if (!_isNew && await files.HasRawAsync(take, segment.Index, cancellationToken))
                return null;

            try
            {
                var raw = await SpeakAsync(segment, cancellationToken);
                _first = null;
                return raw;
            }
            catch (LeaseLostException)
            {
                // Another run may have sent the request: look for its note and its response.
                (_isNew, _first) = (false, null);
            }
        }
    }

    private Task<RawSpeech> SpeakAsync(SpeechSegment segment, CancellationToken cancellationToken) =>
        Spans.RunAsync("speak segment", async span =>
        {
            span?.SetTag(SpanAttributes.Segment, segment.Index).SetTag(SpanAttributes.Characters, segment.CharacterCount)
                .SetTag(SpanAttributes.Provider, speech.Provider).SetTag(SpanAttributes.Model, ModelOf(segment));
            var (raw, isPaidBefore) = await SpeakOnceAsync(segment, cancellationToken);
            span?.SetTag(SpanAttributes.Credits, isPaidBefore ? 0 : raw.BilledCharacters).SetTag(SpanAttributes.IsPaidBefore, isPaidBefore);
            return raw;
        });

    /// <returns>The stored response, and whether a failed take already had it.</returns>
    private async Task<(RawSpeech Raw, bool IsPaidBefore)> SpeakOnceAsync(SpeechSegment segment, CancellationToken cancellationToken)
    {
        var journal = new TakeJournal(
            files,
            take,
            segment.Index,
            _isNew,
            _first?.Adding,
            failed.FindSame(segment),
            lease.IsHeldAsync,
            token => gate.PassAsync(take, segment, token));
        var found = await failed.TakeOverAsync(segment, journal.RequirePlanAsync, cancellationToken);

        using var request = requests.Begin();
        if (found is null)
        {
            // Check early; the journal checks again before it sends.
            var limits = _first?.Limits ?? gate.ReadLimitsAsync(take.SessionId, cancellationToken);
            try
            {
                await gate.PassAsync(take, segment, await limits, cancellationToken);
            }
            catch (SpeechException refused) when (refused.Code == SpeechCodes.BudgetReached)
            {
                // Searching the history is free.
                if (await journal.FindAsync(cancellationToken) is null)
                    throw;
            }
        }

        var raw = (found ?? await speech.SpeakAsync(segment, journal, cancellationToken)) with { IsDialogue = segment.Turns is not null };
        // For a billed service, the plan was stored before the request was noted.
        await journal.RequirePlanAsync();
        // Billed: store it even if the host is stopping.
        await files.SaveRawAsync(take, segment.Index, raw, journal.HasClaimed(raw), CancellationToken.None);
        if (found is null)
            SpeechMetrics.Stored(raw, segment.CharacterCount);
        _closing.Add(journal.CloseAsync(CancellationToken.None));
        return (raw, found is not null);
    }

    private string ModelOf(SpeechSegment segment) => segment.Model?.Id ?? speech.Model;
}

/// <summary>Reads and writes that the first request of a new take can overlap with.</summary>
/// <param name="Adding">The write of the plan; false if another run stored one first.</param>
/// <param name="Limits">The limits when the take was started.</param>
internal sealed record FirstRequest(Task<bool> Adding, Task<ProductionLimits> Limits);
