using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>Holds stored takes of a session against beats of another script.</summary>
internal sealed class StoredTakes(
    string sessionId, TakeFiles files, ISpeechService speech, IReadOnlyDictionary<string, VoiceProfile> profiles)
{
    private readonly Dictionary<string, TakePlan?> _plans = [];

    /// <summary>Whether both beats would be made into the same take, as the voices are now, whatever take there is.</summary>
    public bool SoundTheSame(Beat one, PauseMode mode, Beat other, PauseMode otherMode) =>
        PlanOf(one, mode) is { } first && PlanOf(other, otherMode) is { } second
        && TakeComparison.Compare(first, second, speech) == ReuseLevel.Recording && HaveSameCast(first, second);

    /// <summary>Whether the take is what the beat would be made into now, spoken by the same characters.</summary>
    public async Task<bool> IsRecordingOfAsync(TakeRecord take, Beat beat, PauseMode pauseMode, CancellationToken cancellationToken) =>
        await LikenessAsync(take, beat, pauseMode, cancellationToken) == ReuseLevel.Recording;

    /// <summary>Whether the take's speech is what would be asked for now.</summary>
    public async Task<bool> IsSpeechOfAsync(TakeRecord take, Beat beat, PauseMode pauseMode, CancellationToken cancellationToken) =>
        await LikenessAsync(take, beat, pauseMode, cancellationToken) != ReuseLevel.None;

    /// <summary>Whether its speech is stored, and comes from the service that would speak now.</summary>
    public async Task<bool> HasSpeechAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        if (take.Provider != speech.Provider || take.Model != speech.Model)
            return false;
        for (var segment = 0; segment < take.Segments.Count; segment++)
        {
            if (!await files.HasRawAsync(KeyOf(take), segment, cancellationToken))
                return false;
        }

        return true;
    }

    private async Task<ReuseLevel> LikenessAsync(TakeRecord take, Beat beat, PauseMode pauseMode, CancellationToken cancellationToken)
    {
        // The row has the words: no plan is read for nothing.
        if (string.Join(' ', take.Segments.Select(segment => segment.Text)) != beat.SpokenScript
            || await PlanAsync(take, cancellationToken) is not { } plan
            || TakeComparison.PlanLike(plan, beat, pauseMode, profiles, speech.MaxCharacters, plan.CreatedAt) is not { } planned)
        {
            return ReuseLevel.None;
        }

        var likeness = TakeComparison.Compare(plan, planned, speech);
        return likeness == ReuseLevel.Recording && !HaveSameCast(plan, planned) ? ReuseLevel.Speech : likeness;
    }

    private TakePlan? PlanOf(Beat beat, PauseMode pauseMode) =>
        beat.Lines.All(line => profiles.ContainsKey(VoiceCharacters.Normalize(line.Character)))
            ? TakePlan.For(beat, pauseMode, profiles, overrides: null, speech.MaxCharacters, DateTimeOffset.UnixEpoch)
            : null;

    /// <summary>Captions and stems name who speaks.</summary>
    private static bool HaveSameCast(TakePlan one, TakePlan other) =>
        one.Segments.Select(segment => segment.Character).SequenceEqual(other.Segments.Select(segment => segment.Character));

    private async Task<TakePlan?> PlanAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        if (!_plans.TryGetValue(take.TakeId, out var plan))
            _plans.Add(take.TakeId, plan = await files.FindPlanAsync(KeyOf(take), cancellationToken));
        return plan;
    }

    private TakeKey KeyOf(TakeRecord take) => new(sessionId, take.BeatId, take.TakeId);
}
