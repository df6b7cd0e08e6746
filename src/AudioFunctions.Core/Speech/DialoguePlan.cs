using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech;

/// <summary>Decides which segments of a beat are spoken together as dialogues (ElevenLabs API reference, Text to Dialogue).</summary>
internal static class DialoguePlan
{
    /// <summary>The limit of one request.</summary>
    private const int MaxVoices = 10;

    /// <summary>
    /// Consecutive segments of several characters with the same model and language become one dialogue, up to its limits. A dialogue has one
    /// stability and no similarity. So a segment with a requested stability is never combined with segments of another stability, and a segment
    /// with a requested similarity is spoken by itself.
    /// </summary>
    /// <param name="runs">The runs that the segments were made from.</param>
    /// <returns>The segments, each with its dialogue.</returns>
    public static IReadOnlyList<SpeechSegment> Join(IReadOnlyList<LineRun> runs, IReadOnlyList<SpeechSegment> segments)
    {
        var joined = new List<SpeechSegment>(segments.Count);
        var group = new List<Member>();
        var dialogues = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            var next = new Member(segments[i], runs[i]);
            if (!Fits(group, next))
                Close();
            group.Add(next);
        }

        Close();
        return joined;

        void Close()
        {
            var dialogue = group.DistinctBy(member => member.Segment.Character).Count() > 1 ? Of(group, -(++dialogues)) : null;
            joined.AddRange(group.Select(member => member.Segment with { Dialogue = dialogue }));
            group.Clear();
        }
    }

    private static bool Fits(List<Member> group, Member next)
    {
        if (group.Count == 0 || !next.IsForDialogue || !group[0].IsForDialogue)
            return false;

        var (first, model) = (group[0].Segment, next.Model);
        List<Member> all = [.. group, next];
        return first.Model!.Id == model.Id
            && first.LanguageCode == next.Segment.LanguageCode
            && all.Sum(member => member.Segment.CharacterCount) <= Math.Min(model.MaxDialogueCharacters, model.MaxCharacters)
            && all.DistinctBy(member => member.Segment.VoiceId).Count() <= MaxVoices
            && (all.TrueForAll(member => !member.Run.AsksForStability) || all.TrueForAll(member => member.Stability.Equals(next.Stability)));
    }

    private static SpeechSegment Of(List<Member> group, int index)
    {
        var first = group[0].Segment;
        var starts = new List<int>(group.Count);
        foreach (var member in group)
            starts.Add(starts.Count == 0 ? 0 : starts[^1] + group[starts.Count - 1].Segment.Text.Length + 1);
        var turns = group.Zip(starts, (member, start) => (member.Segment, Start: start)).ToList();
        return first with
        {
            Index = index,
            Settings = first.Settings with { Stability = StabilityOf(group) },
            Text = string.Join(' ', turns.Select(turn => turn.Segment.Text)),
            Lines = [.. turns.SelectMany(turn => turn.Segment.Lines.Select(line => line with { Start = turn.Start + line.Start }))],
            Silences = [.. turns.SelectMany(turn => turn.Segment.Silences.Select(silence => silence with { At = turn.Start + silence.At }))],
            Edits = [.. turns.SelectMany(turn => turn.Segment.Edits.Select(edit => edit with { At = turn.Start + edit.At }))],
            SilentLines = [.. turns.SelectMany(turn => turn.Segment.SilentLines)],
            PreviousText = null,
            NextText = null,
            Turns = [.. turns.Select(turn => new DialogueTurn(turn.Segment.Character, turn.Segment.VoiceId, turn.Start, turn.Segment.Text.Length))],
        };
    }

    /// <summary>The stability that all have. If the profiles' values differ, their mean, weighted by the characters spoken.</summary>
    private static double StabilityOf(List<Member> group)
    {
        var first = group[0].Segment.Settings.Stability;
        return group.TrueForAll(member => member.Segment.Settings.Stability.Equals(first))
            ? first
            : Math.Round(
                group.Sum(member => member.Segment.Settings.Stability * member.Segment.CharacterCount)
                    / group.Sum(member => member.Segment.CharacterCount),
                2);
    }

    private readonly record struct Member(SpeechSegment Segment, LineRun Run)
    {
        public SpeechModel Model => Segment.Model!;

        /// <summary>As the model rounds it.</summary>
        public double Stability => Model.Stability(Segment.Settings.Stability);

        public bool IsForDialogue => Model.MaxDialogueCharacters > 0 && !Run.AsksForSimilarity;
    }
}
