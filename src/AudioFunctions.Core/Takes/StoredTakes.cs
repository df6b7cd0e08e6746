using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>Compares a session's stored takes with beats of another script.</summary>
internal sealed class StoredTakes(
    string sessionId,
    Script script,
    TakeFiles files,
    ISpeechService speech,
    SpeechModels models,
    Pronouncer pronouncer,
    IReadOnlyDictionary<string, VoiceProfile> profiles)
{
    private readonly Dictionary<string, TakePlan?> _plans = [];

    /// <summary>Whether both beats would give the same take with the current voices and pronunciations, whatever takes are stored.</summary>
    public bool SoundTheSame(Beat beat, Script earlierScript, Beat earlier) =>
        PlanOf(earlierScript, earlier) is { } first && PlanOf(script, beat) is { } second
        && TakeComparison.Compare(first, second, speech) == ReuseLevel.Recording && HaveSameCharacters(first, second);

    /// <summary>Whether speaking the beat now would give the same take, spoken by the same characters.</summary>
    public async Task<bool> IsRecordingOfAsync(TakeRecord take, Beat beat, CancellationToken cancellationToken) =>
        await LevelAsync(take, beat, cancellationToken) == ReuseLevel.Recording;

    /// <summary>Whether speaking the beat now would request the take's speech.</summary>
    public async Task<bool> IsSpeechOfAsync(TakeRecord take, Beat beat, CancellationToken cancellationToken) =>
        await LevelAsync(take, beat, cancellationToken) != ReuseLevel.None;

    /// <summary>Whether its speech is stored, and is from the current speech provider.</summary>
    public async Task<bool> HasSpeechAsync(TakeRecord take, CancellationToken cancellationToken) =>
        take.Provider == speech.Provider && await files.HasSpeechAsync(KeyOf(take), take.Segments.Count, cancellationToken);

    private async Task<ReuseLevel> LevelAsync(TakeRecord take, Beat beat, CancellationToken cancellationToken)
    {
        // The take's row has the words, so most takes need no plan.
        if (string.Join(' ', take.Segments.Select(segment => segment.Text)) != beat.SpokenScript
            || await PlanAsync(take, cancellationToken) is not { } plan
            || PlanLike(plan, beat) is not { } planned)
        {
            return ReuseLevel.None;
        }

        var level = TakeComparison.Compare(plan, planned, speech);
        if (level == ReuseLevel.Recording && HaveSameCharacters(plan, planned))
            return level;
        return level != ReuseLevel.None && TakeComparison.IsOfModels(plan, take.Model, planned) ? ReuseLevel.Speech : ReuseLevel.None;
    }

    private TakePlan? PlanLike(TakePlan plan, Beat beat) =>
        TakeComparison.PlanLike(plan, beat, script.PauseMode, profiles, models, pronouncer, plan.CreatedAt, script.Directions);

    private TakePlan? PlanOf(Script of, Beat beat) =>
        beat.Lines.All(line => profiles.ContainsKey(VoiceCharacters.Normalize(line.Character)))
            ? TakePlan.For(beat, of.PauseMode, profiles, overrides: null, models, pronouncer, DateTimeOffset.UnixEpoch, of.Directions)
            : null;

    /// <summary>Captions and stems name the characters.</summary>
    private static bool HaveSameCharacters(TakePlan one, TakePlan other) =>
        one.Segments.Select(segment => segment.Character).SequenceEqual(other.Segments.Select(segment => segment.Character));

    private async Task<TakePlan?> PlanAsync(TakeRecord take, CancellationToken cancellationToken)
    {
        if (!_plans.TryGetValue(take.TakeId, out var plan))
            _plans.Add(take.TakeId, plan = await files.FindPlanAsync(KeyOf(take), cancellationToken));
        return plan;
    }

    private TakeKey KeyOf(TakeRecord take) => new(sessionId, take.BeatId, take.TakeId);
}
