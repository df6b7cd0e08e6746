using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Takes;

/// <summary>
/// Speaks a take: fixes its plan, then requests one segment after the other, storing each raw response first. A run after a crash finds the
/// plan, the responses and the notes of what was sent; a request without a response is searched for at the service before the text is resent and
/// billed again. Of several concurrent runs, on whatever hosts, only one sends requests: the others wait for its responses. When the host stops,
/// the running request is completed and stored, and no other is sent.
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
    /// <param name="reuseTakeId">
    /// A failed take of the beat: its responses, and those of the failed takes before it, are reused if the requests are the same; see
    /// <see cref="FailedTakes"/>.
    /// </param>
    /// <param name="seedOffset">For another take of the same words; see <see cref="SpeechSegment.SeedOffset"/>.</param>
    /// <param name="rulesOf">The run whose pronunciation rules apply, or null for the current ones; see <see cref="SessionPronunciations"/>.</param>
    /// <param name="retake">The line to speak again; the others are copied from a stored take. Null if all lines are spoken.</param>
    /// <param name="instanceId">See <see cref="TakePlan.InstanceId"/>.</param>
    /// <returns>The number of segments, all of them spoken and stored.</returns>
    public async Task<int> SpeakAsync(
        TakeKey take,
        RegenerateSettings regenerate,
        string? reuseTakeId,
        int? seedOffset,
        string? rulesOf,
        TakeLine? retake,
        string? instanceId,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, requests.Stopping);
        await using var lease = await files.LeaseAsync(take, clock, logger, stop.Token);
        var limits = gate.ReadLimitsAsync(take.SessionId, stop.Token);
        var (plan, failed, isNew) = await FixPlanAsync(take, regenerate, seedOffset, rulesOf, reuseTakeId, retake, instanceId, stop.Token);
        if (!isNew && await IsSpokenAsync(take, plan, stop.Token))
            return plan.Segments.Count;

        var adding = isNew ? TakeFiles.TryAddPlanAsync(lease, plan, stop.Token) : null;
        try
        {
            await WaitForOthersAsync(take, plan.Segments.Concat(plan.Dialogues).SelectMany(failed.FindSame), stop.Token);
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
        }
        finally
        {
            // The lease is released after this.
            if (adding is not null)
                await ((Task)adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        TakeRun Run(TakePlan known, FirstRequest? first) => new(take, known, lease, first, failed, files, speech, gate, requests, logger);
    }

    /// <summary>
    /// A take whose instance was terminated may still be spoken: its step ends, and its responses are stored. Those that requested something else
    /// aren't waited for.
    /// </summary>
    /// <exception cref="SpeechException"><c>cancelled</c>: the waiting take was, or its production.</exception>
    private async Task WaitForOthersAsync(TakeKey take, IEnumerable<(TakeKey Take, int Segment)> same, CancellationToken cancellationToken)
    {
        foreach (var other in same.Select(one => one.Take).Distinct())
        {
            await using var lease = await files.LeaseAsync(other, clock, logger, cancellationToken);
            await lease.WaitUntilFreeAsync(token => gate.RequireNotCancelledAsync(take, token), cancellationToken);
        }
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
    /// The plan, the failed takes whose responses serve it, and whether it isn't stored yet. If this run stores it first, the run holds the lease: no
    /// request has been sent yet.
    /// </returns>
    private async Task<(TakePlan Plan, FailedTakes Failed, bool IsNew)> FixPlanAsync(
        TakeKey take,
        RegenerateSettings regenerate,
        int? seedOffset,
        string? rulesOf,
        string? failedTakeId,
        TakeLine? retake,
        string? instanceId,
        CancellationToken cancellationToken)
    {
        // Start the reads in parallel; used only if there is no plan.
        var profiles = voices.ByCharacterAsync(cancellationToken);
        var scriptRead = scripts.ReadCurrentAsync(take.SessionId, cancellationToken);
        var pronouncer = PronouncerAsync(take.SessionId, scriptRead, rulesOf, cancellationToken);
        if (await files.FindPlanAsync(take, cancellationToken) is { } earlier)
        {
            await Task.WhenAll(profiles, pronouncer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return (earlier, await failedTakes.FindAsync(take, earlier.Wording ?? "", earlier.FailedTakeId ?? failedTakeId, cancellationToken), false);
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
            InstanceId = instanceId,
        };
        var failed = await failedTakes.FindAsync(take, plan.Wording, failedTakeId, cancellationToken);
        return (retake is null ? await UnusableDialogues.AvoidAsync(files, take, plan, IsPaidAsync, cancellationToken) : plan, failed, true);

        async Task<bool> IsPaidAsync(SpeechSegment dialogue, DateTimeOffset after)
        {
            await WaitForOthersAsync(take, failed.FindSame(dialogue), cancellationToken);
            return await failed.HasDialogueAsync(dialogue, after, cancellationToken);
        }
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
