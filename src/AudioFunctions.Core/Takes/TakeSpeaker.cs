using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Speaks a take: fixes its plan, then asks for one segment after the other and stores each raw answer before anything else.
/// A run after a crash finds the plan and the answers; a request whose answer never arrived is looked for at the service
/// before it is sent (and paid for) again. Of several runs at once, on whatever hosts, one asks at a time: the others wait for its answers.
/// </summary>
public sealed class TakeSpeaker(
    ScriptArchive scripts, VoiceProfileStore voices, TakeFiles files, ISpeechService speech, TimeProvider clock)
{
    /// <param name="reuseTakeId">A failed take of the beat: its answers serve where the same would be asked again.</param>
    /// <returns>The number of segments, all of them spoken and stored.</returns>
    public async Task<int> SpeakAsync(
        TakeKey take, RegenerateSettings regenerate, string? reuseTakeId, CancellationToken cancellationToken)
    {
        await using var lease = await files.LeaseAsync(take, clock, cancellationToken);
        var (plan, isNew) = await FixPlanAsync(take, regenerate, lease, cancellationToken);
        if (!isNew && await IsSpokenAsync(take, plan, cancellationToken))
            return plan.Segments.Count;

        var failed = reuseTakeId is null ? take : take with { Id = reuseTakeId };
        var asked = reuseTakeId is null ? null : await files.FindPlanAsync(failed, cancellationToken);
        foreach (var segment in plan.Segments)
        {
            if (!await lease.IsHeldAsync(cancellationToken))
            {
                await lease.AcquireAsync(cancellationToken);
                isNew = false;
            }

            if (!isNew && await files.HasRawAsync(take, segment.Index, cancellationToken))
                continue;

            var found = asked is null ? null : await FindPaidAsync(failed, asked, segment, cancellationToken);
            if (found is null && !isNew)
                found = await speech.FindEarlierAsync(segment, plan.CreatedAt, cancellationToken);
            var raw = found ?? await speech.SpeakAsync(segment, cancellationToken);

            // Paid for: from here on the answer is stored even when the host is asked to stop.
            await files.SaveRawAsync(take, segment.Index, raw, CancellationToken.None);
        }

        return plan.Segments.Count;
    }

    private async Task<bool> IsSpokenAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken)
    {
        foreach (var segment in plan.Segments)
        {
            if (!await files.HasRawAsync(take, segment.Index, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>The stored answer to the same question, asked for a take that failed later.</summary>
    private async Task<RawSpeech?> FindPaidAsync(TakeKey failed, TakePlan asked, SpeechSegment segment, CancellationToken cancellationToken)
    {
        var same = asked.Segments.FirstOrDefault(other => speech.IsSameQuestion(other, segment));
        if (same is null || !await files.HasRawAsync(failed, same.Index, cancellationToken))
            return null;

        var raw = await files.ReadRawAsync(failed, same.Index, cancellationToken);
        return raw.Provider == speech.Provider && raw.Model == speech.Model ? raw : null;
    }

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
        return TakePlan.For(script.BeatOf(take.BeatId), script.PauseMode, await profiles, regenerate, speech.MaxCharacters, clock.GetUtcNow());
    }
}
