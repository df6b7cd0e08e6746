using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Speaks a take: fixes its plan, then asks for one segment after the other and stores each raw answer before anything else.
/// A run after a crash finds the plan, the answers and the notes of what was sent; a request whose answer never arrived is looked for at
/// the service before the text is sent (and paid for) again. Of several runs at once, on whatever hosts, one asks at a time: the others
/// wait for its answers. When the host stops, the request under way is finished and stored, and no further one is sent.
/// </summary>
public sealed class TakeSpeaker(
    ScriptArchive scripts, VoiceProfileStore voices, TakeFiles files, ISpeechService speech, SpendingGate gate, RequestsUnderWay requests, TimeProvider clock)
{
    /// <param name="reuseTakeId">A failed take of the beat: its answers serve where the same would be asked again.</param>
    /// <returns>The number of segments, all of them spoken and stored.</returns>
    public async Task<int> SpeakAsync(
        TakeKey take, RegenerateSettings regenerate, string? reuseTakeId, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, requests.Stopping);
        await using var lease = await files.LeaseAsync(take, clock, stop.Token);
        var (plan, isNew) = await FixPlanAsync(take, regenerate, lease, stop.Token);
        if (!isNew && await IsSpokenAsync(take, plan, stop.Token))
            return plan.Segments.Count;

        var failed = reuseTakeId is null ? null : await FindFailedAsync(take with { Id = reuseTakeId }, stop.Token);
        foreach (var segment in plan.Segments)
        {
            stop.Token.ThrowIfCancellationRequested();
            if (!await lease.IsHeldAsync(stop.Token))
            {
                await lease.AcquireAsync(stop.Token);
                isNew = false;
            }

            if (!isNew && await files.HasRawAsync(take, segment.Index, stop.Token))
                continue;

            await SpeakAsync(take, segment, isNew, failed, stop.Token);
        }

        return plan.Segments.Count;
    }

    private async Task SpeakAsync(TakeKey take, SpeechSegment segment, bool isNew, FailedTake? failed, CancellationToken cancellationToken)
    {
        var same = failed?.Plan.Segments.FirstOrDefault(other => speech.IsSameQuestion(other, segment));
        var found = same is null ? null : await FindPaidAsync(failed!.Key, same.Index, cancellationToken);
        var journal = new TakeJournal(files, take, segment.Index, isNew, same is null ? null : (failed!.Key, same.Index));

        using var request = requests.Begin();
        if (found is null)
            await gate.PassAsync(take.SessionId, segment, cancellationToken);
        var raw = found ?? await speech.SpeakAsync(segment, journal, cancellationToken);
        // Paid for: from here on the answer is stored even when the host is asked to stop.
        await files.SaveRawAsync(take, segment.Index, raw, CancellationToken.None);
        await journal.CloseAsync(CancellationToken.None);
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

    private async Task<FailedTake?> FindFailedAsync(TakeKey failed, CancellationToken cancellationToken) =>
        await files.FindPlanAsync(failed, cancellationToken) is { } plan ? new FailedTake(failed, plan) : null;

    /// <summary>The stored answer to the same question, asked for a take that failed later.</summary>
    private async Task<RawSpeech?> FindPaidAsync(TakeKey failed, int segment, CancellationToken cancellationToken) =>
        await files.FindRawAsync(failed, segment, cancellationToken) is { } raw && raw.Provider == speech.Provider && raw.Model == speech.Model
            ? raw
            : null;

    /// <returns>The plan, and whether this run is the first that knows it: then it holds the lease, and nothing was asked for yet.</returns>
    private async Task<(TakePlan Plan, bool IsNew)> FixPlanAsync(
        TakeKey take, RegenerateSettings regenerate, TakeLease lease, CancellationToken cancellationToken)
    {
        if (await files.FindPlanAsync(take, cancellationToken) is { } earlier)
            return (earlier, false);

        var plan = await PlanAsync(take, regenerate, cancellationToken);
        return await TakeFiles.TryAddPlanAsync(lease, plan, cancellationToken)
            ? (plan, true)
            : (await files.ReadPlanAsync(take, cancellationToken), false);
    }

    private async Task<TakePlan> PlanAsync(TakeKey take, RegenerateSettings regenerate, CancellationToken cancellationToken)
    {
        var profiles = voices.ByCharacterAsync(cancellationToken);
        var script = await scripts.ReadParsedAsync(take.SessionId, cancellationToken);
        var plan = TakePlan.For(script.BeatOf(take.BeatId), script.PauseMode, await profiles, regenerate, speech.MaxCharacters, clock.GetUtcNow());
        return plan with { Warnings = speech.WarningsFor(plan.Segments) };
    }

    private sealed record FailedTake(TakeKey Key, TakePlan Plan);
}
