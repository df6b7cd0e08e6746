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
    /// The beat's plan with what a reviewer asked for in the earlier take: that choice is part of it. A line that was spoken again is found by
    /// its place in the text, as lines may have been added or split. Null if it isn't there, or if a character has no voice any more;
    /// speaking the beat then says so.
    /// </summary>
    public static TakePlan? PlanLike(
        TakePlan earlier,
        Beat beat,
        PauseMode pauseMode,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        SpeechModels models,
        Pronouncer pronouncer,
        DateTimeOffset createdAt,
        DirectionMode directions = DirectionMode.Note)
    {
        if (!beat.Lines.All(line => profiles.ContainsKey(VoiceCharacters.Normalize(line.Character))))
            return null;

        var plan = TakePlan.For(beat, pauseMode, profiles, earlier.Overrides, models, pronouncer, createdAt, directions);
        foreach (var retaken in earlier.RetakenLines ?? [])
        {
            if (LinePlace.Find(earlier.Segments, retaken.Line)?.FindIn(beat) is not { } line)
                return null;
            plan = LineSplice.Apply(plan, retaken with { Line = line }, beat, profiles, models, pronouncer, directions);
        }

        return plan with { Sources = null };
    }

    /// <summary>A direction makes a difference only if it is sent, as a tag.</summary>
    public static ReuseLevel Compare(TakePlan earlier, TakePlan planned, ISpeechService speech)
    {
        if (earlier.Segments.Count != planned.Segments.Count)
            return ReuseLevel.None;

        var pairs = earlier.Segments.Zip(planned.Segments).ToList();
        if (!pairs.TrueForAll(pair => IsSameSpeech(pair.First, pair.Second, speech)))
            return ReuseLevel.None;

        var soundsTheSame = earlier.PauseMode == planned.PauseMode
            && pairs.TrueForAll(pair => IsCut(pair.First, pair.Second) && IsCut(pair.First.Recorded, pair.Second.Recorded)
                && (pair.First.Dialogue is not { } dialogue || IsCut(dialogue, pair.Second.Dialogue!)));
        return soundsTheSame ? ReuseLevel.Recording : ReuseLevel.Speech;

        bool IsCut(SpeechSegment one, SpeechSegment other) => IsCutTheSame(one, other, isExact: planned.PauseMode == PauseMode.Exact);
    }

    /// <summary>
    /// Whether the answer of one serves the other: it is the answer to the same question, and the same words are used of it. A segment that was
    /// spoken by itself serves a dialogue's as well, as it would if the dialogue could not be cut.
    /// </summary>
    private static bool IsSameSpeech(SpeechSegment one, SpeechSegment other, ISpeechService speech) =>
        speech.IsSameQuestion(WithModel(one.Recorded, other.Recorded), other.Recorded)
        && (one.CutFrom is null) == (other.CutFrom is null)
        && (one.CutFrom is null || (one.Text == other.Text && one.StartInRecorded == other.StartInRecorded))
        && (one.Dialogue is not { } dialogue || (other.Dialogue is { } planned && speech.IsSameQuestion(WithModel(dialogue, planned), planned)));

    private static bool IsCutTheSame(SpeechSegment one, SpeechSegment other, bool isExact)
    {
        return one.Text == other.Text
            && one.Edits.SequenceEqual(other.Edits)
            && one.Tempo.Equals(other.Tempo)
            && Heard(one).SequenceEqual(Heard(other))
            && one.Lines.SequenceEqual(other.Lines)
            && one.SilentLines.SequenceEqual(other.SilentLines);

        IEnumerable<SegmentSilence> Heard(SpeechSegment segment) => segment.Silences.Where(silence => isExact || silence.Ms > 0);
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
