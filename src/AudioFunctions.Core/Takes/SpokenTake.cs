using AudioFunctions.Audio;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The segments of a plan with their recordings.</summary>
internal static class SpokenTake
{
    public const string DialogueUnusable = "dialogue-unusable";

    /// <summary>A segment of a dialogue that could be cut is a part of the dialogue's recording, and has a copy of its response.</summary>
    /// <param name="responses">One for each segment.</param>
    public static IReadOnlyList<SpokenSegment> Of(TakePlan plan, IReadOnlyList<RawSpeech> responses)
    {
        var read = new Dictionary<int, (SpeechSegment Dialogue, RawSpeech Raw, SpokenAudio Spoken)>();
        return [.. plan.Segments.Zip(responses, Read)];

        SpokenSegment Read(SpeechSegment planned, RawSpeech raw)
        {
            if (!raw.IsDialogue || planned.Dialogue is not { } dialogue)
            {
                var alone = planned.AsSpoken(inDialogue: false);
                return new SpokenSegment(alone, SpeechResponse.Read(raw, alone.Recorded.Sent));
            }

            // The response that all segments of a dialogue share is read, decoded and searched for cut points only once.
            if (!read.TryGetValue(dialogue.Index, out var known) || !known.Raw.Body.Span.SequenceEqual(raw.Body.Span))
                read[dialogue.Index] = known = (dialogue, raw, SpeechResponse.Read(raw, dialogue.Sent));
            return new SpokenSegment((planned with { Dialogue = known.Dialogue }).AsSpoken(inDialogue: true), known.Spoken);
        }
    }

    /// <summary>One sentence for each dialogue whose recording couldn't be cut, so its segments were spoken separately.</summary>
    /// <param name="costs">The costs of the dialogues' recordings, by the dialogue's index.</param>
    public static IEnumerable<string> Warnings(TakePlan plan, IReadOnlyList<RawSpeech> responses, IReadOnlyDictionary<int, int?> costs) =>
        from segment in plan.Segments.Zip(responses, (planned, raw) => (Planned: planned, Raw: raw))
        where segment.Planned.Dialogue is not null && !segment.Raw.IsDialogue
        group segment.Planned by segment.Planned.Dialogue!.Index into apart
        where costs.ContainsKey(apart.Key)
        let lines = apart.SelectMany(segment => segment.Lines).ToList()
        let cost = costs[apart.Key] is { } credits ? FormattableString.Invariant($", which cost {credits} credits,") : ""
        select $"{DialogueUnusable}: The recording of lines {lines[0].Line + 1} to {lines[^1].Line + 1} as a dialogue{cost} could not be cut into its lines, "
            + "so each character's lines were spoken separately, and billed as well.";
}
