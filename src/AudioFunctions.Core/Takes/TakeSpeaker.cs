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
        var (plan, adding) = await FixPlanAsync(take, regenerate, seedOffset, rulesOf, reuseTakeId, retake, instanceId, lease, stop.Token);
        if (adding is null && await IsSpokenAsync(take, plan, stop.Token))
            return plan.Segments.Count;

        try
        {
            var failed = await failedTakes.FindAsync(take, plan.Wording ?? "", plan.FailedTakeId ?? reuseTakeId, stop.Token);
            await WaitForOthersAsync(take, failed, plan, stop.Token);
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
        finally
        {
            // The lease is released after this.
            if (adding is not null)
                await ((Task)adding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// A take whose instance was terminated may still be spoken: its step ends, and its responses are stored. Those that requested something else
    /// aren't waited for.
    /// </summary>
    /// <exception cref="SpeechException"><c>cancelled</c>: the waiting take was, or its production.</exception>
    private async Task WaitForOthersAsync(TakeKey take, FailedTakes failed, TakePlan plan, CancellationToken cancellationToken)
    {
        var useful = plan.Segments.Concat(plan.Dialogues)
            .SelectMany(segment => failed.FindSame(asked => speech.IsIdenticalRequest(asked, segment)))
            .Select(same => same.Take)
            .Distinct();
        foreach (var other in useful)
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
    /// The plan, and, if none is stored yet, the running write of it. If that write succeeds, this run is the first that knows the plan, and it holds
    /// the lease: no request has been sent yet.
    /// </returns>
    private async Task<(TakePlan Plan, Task<bool>? Adding)> FixPlanAsync(
        TakeKey take,
        RegenerateSettings regenerate,
        int? seedOffset,
        string? rulesOf,
        string? failedTakeId,
        TakeLine? retake,
        string? instanceId,
        TakeLease lease,
        CancellationToken cancellationToken)
    {
        // Start the reads in parallel; used only if there is no plan.
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
            InstanceId = instanceId,
        };
        if (retake is null)
            plan = await UnusableDialogues.AvoidAsync(files, take, plan, cancellationToken);
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
