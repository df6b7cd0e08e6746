using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Telemetry;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Takes;

/// <summary>
/// Speaks a take: fixes its plan, then asks for one segment after the other and stores each raw answer before anything else.
/// A run after a crash finds the plan, the answers and the notes of what was sent; a request whose answer never arrived is looked for at
/// the service before the text is sent (and paid for) again. Of several runs at once, on whatever hosts, one asks at a time: the others
/// wait for its answers. When the host stops, the request under way is finished and stored, and no further one is sent.
/// </summary>
public sealed class TakeSpeaker(
    ScriptArchive scripts,
    VoiceProfileStore voices,
    SessionPronunciations pronunciations,
    TakeFiles files,
    ISpeechService speech,
    SpendingGate gate,
    RequestsUnderWay requests,
    TimeProvider clock,
    ILogger<TakeSpeaker> logger)
{
    /// <summary>How many failed takes are looked at; the answers of those before are asked for again.</summary>
    private const int MaxFailed = 20;

    /// <param name="reuseTakeId">A failed take of the beat: its answers, and those of the failed takes before it, serve if the same would be asked again.</param>
    /// <returns>The number of segments, all of them spoken and stored.</returns>
    public Task<int> SpeakAsync(TakeKey take, RegenerateSettings regenerate, string? reuseTakeId, CancellationToken cancellationToken) =>
        SpeakAsync(take, regenerate, reuseTakeId, seedOffset: null, rulesOf: null, retake: null, cancellationToken);

    /// <param name="seedOffset">Of a further take of the same words; see <see cref="SpeechSegment.SeedOffset"/>.</param>
    /// <param name="rulesOf">The run whose pronunciation rules count, or null for those of today; see <see cref="SessionPronunciations"/>.</param>
    /// <param name="retake">The line that is spoken again while the others are taken from a stored take; null if all are spoken.</param>
    /// <inheritdoc cref="SpeakAsync(TakeKey, RegenerateSettings, string?, CancellationToken)"/>
    public async Task<int> SpeakAsync(
        TakeKey take,
        RegenerateSettings regenerate,
        string? reuseTakeId,
        int? seedOffset,
        string? rulesOf,
        TakeLine? retake,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, requests.Stopping);
        await using var lease = await files.LeaseAsync(take, clock, logger, stop.Token);
        var limits = gate.ReadLimitsAsync(take.SessionId, stop.Token);
        var (plan, adding) = await FixPlanAsync(take, regenerate, seedOffset, rulesOf, reuseTakeId, retake, lease, stop.Token);
        if (adding is null && await IsSpokenAsync(take, plan, stop.Token))
            return plan.Segments.Count;

        var failed = await FindFailedAsync(take, reuseTakeId, stop.Token);
        if (adding is not null)
        {
            try
            {
                return await SpeakAsync(take, plan, lease, new FirstRequest(adding, limits), failed, stop.Token);
            }
            catch (PlanTakenException)
            {
                plan = await files.ReadPlanAsync(take, stop.Token);
            }
        }

        return await SpeakAsync(take, plan, lease, first: null, failed, stop.Token);
    }

    /// <param name="first">Null if another run has known the plan: then it may have the lease, and have sent requests.</param>
    private async Task<int> SpeakAsync(
        TakeKey take, TakePlan plan, TakeLease lease, FirstRequest? first, IReadOnlyList<FailedTake> failed, CancellationToken cancellationToken)
    {
        var isNew = first is not null;
        var closing = new List<Task>();
        try
        {
            await CopyStoredAsync(take, plan, first, cancellationToken);
            foreach (var segment in plan.Segments.Where(segment => !plan.IsStored(segment.Index)))
            {
                for (var isSpoken = false; !isSpoken; first = null)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (first is null && !await lease.IsHeldAsync(cancellationToken))
                    {
                        await lease.AcquireAsync(cancellationToken);
                        isNew = false;
                    }

                    if (!isNew && await files.HasRawAsync(take, segment.Index, cancellationToken))
                        break;

                    try
                    {
                        closing.Add(await SpeakAsync(take, segment, lease, isNew, first, failed, cancellationToken));
                        isSpoken = true;
                    }
                    catch (LeaseLostException)
                    {
                        // Another run may have sent the request: look for its note and its answer.
                        isNew = false;
                    }
                }
            }

            // The answers are stored: tidying up is done at once.
            closing.Add(lease.DisposeAsync().AsTask());
            return plan.Segments.Count;
        }
        finally
        {
            if (first is not null)
                await ((Task)first.Adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Notes that stay are not read again, as the answers are stored.
            await CleanUp.TryAsync("the note of a request", () => Task.WhenAll(closing), logger);
        }
    }

    /// <summary>Copies the answers of the lines that are not spoken again, if this is the retake of a line.</summary>
    /// <exception cref="PlanTakenException">Another run's plan counts.</exception>
    /// <exception cref="SpeechException"><c>stored-speech-gone</c>.</exception>
    private async Task CopyStoredAsync(TakeKey take, TakePlan plan, FirstRequest? first, CancellationToken cancellationToken)
    {
        if (plan.RetakeOf is not { } retake)
            return;
        if (first is not null && !await first.Adding)
            throw new PlanTakenException();

        var from = take with { Id = retake.TakeId };
        foreach (var (segment, source) in plan.Sources!.Index())
        {
            if (source is not { } stored || (first is null && await files.HasRawAsync(take, segment, cancellationToken)))
                continue;
            if (!await files.TryCopyRawAsync(from, stored, take, segment, cancellationToken))
                throw StoredSpeechGone(retake);
        }
    }

    /// <returns>Once the answer is stored: the removal of its request's note, under way.</returns>
    private Task<Task> SpeakAsync(
        TakeKey take,
        SpeechSegment segment,
        TakeLease lease,
        bool isNew,
        FirstRequest? first,
        IReadOnlyList<FailedTake> failed,
        CancellationToken cancellationToken) =>
        Spans.RunAsync("speak segment", async span =>
        {
            span?.SetTag(SpanAttributes.Segment, segment.Index).SetTag(SpanAttributes.Characters, segment.CharacterCount)
                .SetTag(SpanAttributes.Provider, speech.Provider).SetTag(SpanAttributes.Model, ModelOf(segment));
            var (raw, isPaidBefore, closing) = await SpeakOnceAsync(take, segment, lease, isNew, first, failed, cancellationToken);
            span?.SetTag(SpanAttributes.Credits, isPaidBefore ? 0 : raw.BilledCharacters).SetTag(SpanAttributes.IsPaidBefore, isPaidBefore);
            return closing;
        });

    /// <returns>The stored answer, whether a failed take had it already, and the removal of the note, under way.</returns>
    private async Task<(RawSpeech Raw, bool IsPaidBefore, Task Closing)> SpeakOnceAsync(
        TakeKey take,
        SpeechSegment segment,
        TakeLease lease,
        bool isNew,
        FirstRequest? first,
        IReadOnlyList<FailedTake> failed,
        CancellationToken cancellationToken)
    {
        var same = failed
            // The stored response of an excerpt is that of the whole segment it is cut from.
            .SelectMany(other => other.Plan.Segments
                .Where(asked => asked.CutFrom is null && speech.IsSameQuestion(asked, segment))
                .Take(1)
                .Select(asked => (other.Key, asked.Index)))
            .ToList();
        var found = await FindPaidAsync(take, same, segment, cancellationToken);
        var journal = new TakeJournal(
            files, take, segment.Index, isNew, first?.Adding, same, lease.IsHeldAsync, token => gate.PassAsync(take, segment, token));

        using var request = requests.Begin();
        if (found is null)
        {
            // Nothing is waited for in vain. The journal asks again when the request is about to be sent.
            var limits = first?.Limits ?? gate.ReadLimitsAsync(take.SessionId, cancellationToken);
            await gate.PassAsync(take, segment, await limits, cancellationToken);
        }

        var raw = found ?? await speech.SpeakAsync(segment, journal, cancellationToken);
        // A service that is paid for has noted its request, and the plan was stored before that.
        await journal.RequirePlanAsync();
        // Paid for: from here on the answer is stored even when the host is asked to stop.
        await files.SaveRawAsync(take, segment.Index, raw, journal.HasClaimed(raw), CancellationToken.None);
        if (found is null)
            SpeechMetrics.Stored(raw, segment.CharacterCount);
        return (raw, found is not null, journal.CloseAsync(CancellationToken.None));
    }

    private async Task<bool> IsSpokenAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken)
    {
        foreach (var segment in plan.Segments)
        {
            if (!await files.HasIndexedRawAsync(take, segment.Index, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>The failed takes, newest first: each may have answers that the ones after it did not ask for.</summary>
    private async Task<IReadOnlyList<FailedTake>> FindFailedAsync(TakeKey take, string? failedTakeId, CancellationToken cancellationToken)
    {
        var failed = new List<FailedTake>();
        while (failedTakeId is not null && failed.Count < MaxFailed)
        {
            var key = take with { Id = failedTakeId };
            if (await files.FindPlanAsync(key, cancellationToken) is not { } plan)
                break;
            failed.Add(new FailedTake(key, plan));
            failedTakeId = plan.FailedTakeId;
        }

        return failed;
    }

    /// <summary>The stored answer to the same question, asked for a take that failed later.</summary>
    private async Task<RawSpeech?> FindPaidAsync(
        TakeKey take, IReadOnlyList<(TakeKey Take, int Segment)> same, SpeechSegment asked, CancellationToken cancellationToken)
    {
        foreach (var (failed, segment) in same)
        {
            if (await files.FindRawAsync(failed, segment, cancellationToken) is { } raw && raw.Provider == speech.Provider && raw.Model == ModelOf(asked))
                return await files.CopyAsync(failed, segment, raw, take, cancellationToken);
        }

        return null;
    }

    /// <returns>
    /// The plan; and if none stands yet, its first write under way. If that succeeds, this run is the first that knows the plan, and holds the
    /// lease: nothing was asked for yet.
    /// </returns>
    private async Task<(TakePlan Plan, Task<bool>? Adding)> FixPlanAsync(
        TakeKey take,
        RegenerateSettings regenerate,
        int? seedOffset,
        string? rulesOf,
        string? failedTakeId,
        TakeLine? retake,
        TakeLease lease,
        CancellationToken cancellationToken)
    {
        // Read together; what they say counts only if there is no plan.
        var profiles = voices.ByCharacterAsync(cancellationToken);
        var scriptRead = scripts.ReadCurrentAsync(take.SessionId, cancellationToken);
        var pronouncer = PronouncerAsync(take.SessionId, scriptRead, rulesOf, cancellationToken);
        if (await files.FindPlanAsync(take, cancellationToken) is { } earlier)
        {
            await Task.WhenAll(profiles, pronouncer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return (earlier, null);
        }

        var current = await scriptRead;
        var script = current.Script;
        var models = await speech.FindModelsAsync(cancellationToken);
        var beat = script.BeatOf(take.BeatId);
        var plan = retake is null
            ? TakePlan.For(beat, script.PauseMode, await profiles, regenerate, models, await pronouncer, clock.GetUtcNow(), script.Directions)
            : LineSplice.For(
                await FindRetakenAsync(take, retake, current.WordingOf(take.BeatId), cancellationToken),
                retake,
                beat,
                await profiles,
                regenerate,
                models,
                await pronouncer,
                clock.GetUtcNow(),
                script.Directions);
        if (seedOffset is not null)
            plan = plan with { Segments = [.. plan.Segments.Select(segment => segment with { SeedOffset = seedOffset })] };
        plan = plan with
        {
            Warnings = [.. (plan.Warnings ?? []).Concat(speech.WarningsFor(plan.Segments)).Distinct()],
            Wording = current.WordingOf(take.BeatId),
            FailedTakeId = failedTakeId,
        };
        return (plan, TakeFiles.TryAddPlanAsync(lease, plan, cancellationToken));
    }

    private async Task<TakePlan> FindRetakenAsync(TakeKey take, TakeLine retake, string wording, CancellationToken cancellationToken)
    {
        if (await files.FindPlanAsync(take with { Id = retake.TakeId }, cancellationToken) is not { } earlier)
            throw StoredSpeechGone(retake);
        return (earlier.Wording ?? "") == wording ? earlier : throw LineSplice.OtherWords(retake.Line);
    }

    private static SpeechException StoredSpeechGone(TakeLine retake) => new(
        SpeechCodes.StoredSpeechGone,
        $"What take {retake.TakeId} was spoken as is not stored any more, so no line of it can be replaced; regenerate the whole beat.",
        isRetryable: false);

    private async Task<Pronouncer> PronouncerAsync(
        string sessionId, Task<CurrentScript> script, string? rulesOf, CancellationToken cancellationToken)
    {
        var project = (await script).Script.Project;
        return await pronunciations.ReadAsync(sessionId, project, rulesOf, cancellationToken);
    }

    private string ModelOf(SpeechSegment segment) => segment.Model?.Id ?? speech.Model;

    private sealed record FailedTake(TakeKey Key, TakePlan Plan);

    /// <summary>What the first request of a new take need not wait for one after the other.</summary>
    /// <param name="Adding">The write of the plan; false if another run stored one first.</param>
    /// <param name="Limits">As they are when the take is begun.</param>
    private sealed record FirstRequest(Task<bool> Adding, Task<ProductionLimits> Limits);
}
