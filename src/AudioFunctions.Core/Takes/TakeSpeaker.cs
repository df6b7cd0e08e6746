using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
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
    FailedTakeFinder failedTakes,
    ISpeechService speech,
    SpendingGate gate,
    RequestsUnderWay requests,
    TimeProvider clock,
    ILogger<TakeSpeaker> logger)
{
    /// <param name="reuseTakeId">A failed take of the beat: its answers, and those of the failed takes before it, serve if the same would be asked again; see <see cref="FailedTakes"/>.</param>
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

        var failed = await failedTakes.FindAsync(take, plan.Wording ?? "", plan.FailedTakeId ?? reuseTakeId, stop.Token);
        if (adding is not null)
        {
            try
            {
                return await Run(plan, new FirstRequest(adding, limits)).SpeakAsync(stop.Token);
            }
            catch (PlanTakenException)
            {
                plan = await files.ReadPlanAsync(take, stop.Token);
            }
        }

        return await Run(plan, first: null).SpeakAsync(stop.Token);

        TakeRun Run(TakePlan known, FirstRequest? first) => new(take, known, lease, first, failed, files, speech, gate, requests, logger);
    }

    private async Task<bool> IsSpokenAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken)
    {
        foreach (var segment in plan.Segments)
        {
            if (!await files.HasIndexedRawAsync(take, segment.Index, cancellationToken))
                return false;
        }

        foreach (var dialogue in plan.Dialogues)
            await files.HasIndexedRawAsync(take, dialogue.Index, cancellationToken);
        return true;
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
        if (seedOffset is { } offset)
            plan = plan.WithSeedOffset(offset);
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
            throw TakeRun.StoredSpeechGone(retake);
        return (earlier.Wording ?? "") == wording ? earlier : throw LineSplice.OtherWords(retake.Line);
    }

    private async Task<Pronouncer> PronouncerAsync(
        string sessionId, Task<CurrentScript> script, string? rulesOf, CancellationToken cancellationToken)
    {
        var project = (await script).Script.Project;
        return await pronunciations.ReadAsync(sessionId, project, rulesOf, cancellationToken);
    }
}
