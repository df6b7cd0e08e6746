using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>Holds an earlier take against a beat as its script and the voices are now.</summary>
internal static class TakeComparison
{
    /// <summary>
    /// The beat's plan with what a reviewer asked for in the earlier take: that choice is part of it. Null if a character has no voice any
    /// more; speaking the beat then says so.
    /// </summary>
    public static TakePlan? PlanLike(
        TakePlan earlier,
        Beat beat,
        PauseMode pauseMode,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        int maxCharacters,
        DateTimeOffset createdAt) =>
        beat.Lines.All(line => profiles.ContainsKey(VoiceCharacters.Normalize(line.Character)))
            ? TakePlan.For(beat, pauseMode, profiles, earlier.Overrides, maxCharacters, createdAt)
            : null;

    /// <summary>Directions are not heard: they make no difference.</summary>
    public static ReuseLevel Compare(TakePlan earlier, TakePlan planned, ISpeechService speech)
    {
        if (earlier.Segments.Count != planned.Segments.Count)
            return ReuseLevel.None;

        var pairs = earlier.Segments.Zip(planned.Segments).ToList();
        if (!pairs.TrueForAll(pair => speech.IsSameQuestion(pair.First, pair.Second)))
            return ReuseLevel.None;

        var soundsTheSame = earlier.PauseMode == planned.PauseMode
            && pairs.TrueForAll(pair => pair.First.Silences.SequenceEqual(pair.Second.Silences)
                && pair.First.Lines.SequenceEqual(pair.Second.Lines)
                && pair.First.SilentLines.SequenceEqual(pair.Second.SilentLines));
        return soundsTheSame ? ReuseLevel.Recording : ReuseLevel.Speech;
    }
}
