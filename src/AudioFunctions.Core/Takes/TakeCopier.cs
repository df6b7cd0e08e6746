using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Makes a take from another one, usually of another session, as far as it can be reused. Everything is copied, so that either session can be
/// deleted. The copy costs nothing. May run again after a crash; the plan is written last and shows that the rest is complete.
/// </summary>
public sealed class TakeCopier(
    ScriptArchive scripts, VoiceProfileStore voices, SessionPronunciations pronunciations, TakeFiles files, ISpeechService speech, TimeProvider clock)
{
    /// <param name="rulesOf">The run whose rules apply, or null; see <see cref="SessionPronunciations"/>.</param>
    /// <returns>
    /// What the take has now: its recording; or only its speech, which still has to be assembled; or nothing, because the script or a voice has
    /// changed or the other session was deleted. In that case some blobs may remain, and the beat is spoken under another take id.
    /// </returns>
    public async Task<ReuseLevel> CopyAsync(TakeKey take, TakeKey from, string? rulesOf, CancellationToken cancellationToken)
    {
        if (await files.FindPlanAsync(take, cancellationToken) is not null)
            return await files.IsFinishedAsync(take, cancellationToken) ? ReuseLevel.Recording : ReuseLevel.Speech;

        if (await files.FindPlanAsync(from, cancellationToken) is not { } earlier
            || await PlanAsync(take, earlier, rulesOf, cancellationToken) is not { } plan)
        {
            return ReuseLevel.None;
        }

        var level = TakeComparison.Compare(earlier, plan, speech);
        if (level == ReuseLevel.None || !await TryCopySpeechAsync(take, from, plan, cancellationToken))
            return ReuseLevel.None;
        if (level == ReuseLevel.Recording && !await files.TryCopyFinishedAsync(from, take, cancellationToken))
            level = ReuseLevel.Speech;

        var reused = plan with
        {
            // The speech sounds as it did then, whatever the models sound like now.
            Segments = [.. plan.Segments.Zip(earlier.Segments, (now, then) => now.SoundingAs(then.Model?.SoundVersion))],
            ReusedFrom = new ReusedTake(from.SessionId, from.Id),
            Warnings = [.. plan.Warnings ?? [], .. speech.WarningsFor(plan.Segments)],
        };
        await files.TryAddPlanAsync(take, reused, cancellationToken);
        return level;
    }

    private async Task<TakePlan?> PlanAsync(TakeKey take, TakePlan earlier, string? rulesOf, CancellationToken cancellationToken)
    {
        var profiles = voices.ByCharacterAsync(cancellationToken);
        var current = await scripts.ReadCurrentAsync(take.SessionId, cancellationToken);
        var script = current.Script;
        var beat = script.BeatOf(take.BeatId);
        var models = await speech.FindModelsAsync(cancellationToken);
        var pronouncer = await pronunciations.ReadAsync(take.SessionId, script.Project, rulesOf, cancellationToken);
        return TakeComparison.PlanLike(
            earlier, beat, script.PauseMode, await profiles, models, pronouncer, clock.GetUtcNow(), script.Directions) is { } plan
            ? plan with { Wording = current.WordingOf(take.BeatId) }
            : null;
    }

    private async Task<bool> TryCopySpeechAsync(TakeKey take, TakeKey from, TakePlan plan, CancellationToken cancellationToken)
    {
        foreach (var segment in plan.Segments)
        {
            if (!await files.TryCopyRawAsync(from, take, segment.Index, speech.Provider, segment.Model?.Id ?? speech.Model, cancellationToken))
                return false;
        }

        return true;
    }
}
