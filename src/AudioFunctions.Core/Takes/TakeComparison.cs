using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
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
        SpeechModels models,
        Pronouncer pronouncer,
        DateTimeOffset createdAt,
        DirectionMode directions = DirectionMode.Note) =>
        beat.Lines.All(line => profiles.ContainsKey(VoiceCharacters.Normalize(line.Character)))
            ? TakePlan.For(beat, pauseMode, profiles, earlier.Overrides, models, pronouncer, createdAt, directions)
            : null;

    /// <summary>A direction makes a difference only if it is sent, as a tag.</summary>
    public static ReuseLevel Compare(TakePlan earlier, TakePlan planned, ISpeechService speech)
    {
        if (earlier.Segments.Count != planned.Segments.Count)
            return ReuseLevel.None;

        var pairs = earlier.Segments.Zip(planned.Segments).ToList();
        if (!pairs.TrueForAll(pair => speech.IsSameQuestion(WithModel(pair.First, pair.Second), pair.Second)))
            return ReuseLevel.None;

        var soundsTheSame = earlier.PauseMode == planned.PauseMode
            && pairs.TrueForAll(pair => pair.First.Text == pair.Second.Text
                && pair.First.Edits.SequenceEqual(pair.Second.Edits)
                && pair.First.Tempo.Equals(pair.Second.Tempo)
                && pair.First.Silences.SequenceEqual(pair.Second.Silences)
                && pair.First.Lines.SequenceEqual(pair.Second.Lines)
                && pair.First.SilentLines.SequenceEqual(pair.Second.SilentLines));
        return soundsTheSame ? ReuseLevel.Recording : ReuseLevel.Speech;
    }

    /// <summary>Whether the models that spoke the earlier take would speak now.</summary>
    /// <param name="firstModel">Of its first segment, and of all if the plan was written before segments kept theirs.</param>
    public static bool IsOfModels(TakePlan earlier, string firstModel, TakePlan planned) =>
        planned.Segments[0].Model?.Id == firstModel
        && (earlier.Segments.All(segment => segment.Model is not null) || planned.Segments.All(segment => segment.Model?.Id == firstModel));

    /// <summary>A plan from before models were kept: its answers say which model it was, and whoever compares looks there.</summary>
    private static SpeechSegment WithModel(SpeechSegment earlier, SpeechSegment planned) =>
        earlier.Model is null ? earlier with { Model = planned.Model } : earlier;
}
