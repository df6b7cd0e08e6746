using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>Compares an earlier take with a beat of the current script and voices.</summary>
internal static class TakeComparison
{
    /// <summary>
    /// Plans the beat with the settings that a reviewer requested for the earlier take. A line that was spoken again is found by its position in the
    /// text, because lines may have been added or split. Null if it isn't there, or if a character has no voice any more; speaking the beat then
    /// reports that.
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

    /// <summary>A direction matters only if it is sent, as a tag.</summary>
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
    /// Whether the response of one can be used for the other: it is the same request, and the same words are cut from it. A segment that was spoken by
    /// itself can be used for a segment of a dialogue too, as if the dialogue couldn't be cut.
    /// </summary>
    private static bool IsSameSpeech(SpeechSegment one, SpeechSegment other, ISpeechService speech) =>
        speech.IsSameRequest(WithModel(one.Recorded, other.Recorded), other.Recorded)
        && (one.CutFrom is null) == (other.CutFrom is null)
        && (one.CutFrom is null || (one.Text == other.Text && one.StartInRecorded == other.StartInRecorded))
        && (one.Dialogue is not { } dialogue || (other.Dialogue is { } planned && speech.IsSameRequest(WithModel(dialogue, planned), planned)));

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

    /// <summary>Whether the models that spoke the earlier take would also be used now.</summary>
    /// <param name="firstModel">The model of its first segment, and of all segments in plans from before each segment stored its model.</param>
    public static bool IsOfModels(TakePlan earlier, string firstModel, TakePlan planned) =>
        planned.Segments[0].Model?.Id == firstModel
        && (earlier.Segments.All(segment => segment.Model is not null) || planned.Segments.All(segment => segment.Model?.Id == firstModel));

    /// <summary>For a plan from before models were stored: its responses say which model it was, and the caller compares that.</summary>
    private static SpeechSegment WithModel(SpeechSegment earlier, SpeechSegment planned) =>
        earlier.Model is null ? earlier with { Model = planned.Model } : earlier;
}

/// <summary>How much of an earlier take can be reused for a beat of the current script.</summary>
public enum ReuseLevel
{
    /// <summary>Must be spoken again.</summary>
    None,

    /// <summary>Same speech, other pauses: reassemble the stored responses.</summary>
    Speech,

    /// <summary>Identical: reuse the recording.</summary>
    Recording,
}
