using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Words;

namespace AudioFunctions.Captions;

/// <summary>Makes the cues of a recording.</summary>
public static class CueList
{
    /// <summary>A shorter pause doesn't divide a line into two cues.</summary>
    public const int MinPauseMs = 250;

    /// <summary>Five sixths of a second: a viewer can't read what disappears sooner.</summary>
    public const int MinCueMs = 833;

    private const int MaxRows = 2;

    /// <summary>
    /// Makes a cue for each line, or several if the line contains a pause of at least <see cref="MinPauseMs"/>, which then lies between two
    /// cues, or needs more than two rows. The cues are in order, don't overlap, last at least a millisecond, lie within the recording and
    /// contain every word. A cue stays for <see cref="MinCueMs"/> if the silence after it is long enough. If the line has words, each is
    /// spoken while its cue is shown: between two rows, the first word of the second one starts a new cue.
    /// </summary>
    /// <param name="lines">In order.</param>
    /// <param name="durationMs">The length of the recording; at least a millisecond for each cue.</param>
    public static IReadOnlyList<Cue> For(IEnumerable<CaptionedLine> lines, int durationMs)
    {
        var cues = new List<Cue>();
        foreach (var (index, line) in lines.Index())
        {
            var isRightToLeft = RightToLeft.IsWrittenIn(line.Text);
            cues.AddRange(CuesOf(line).Select(cue => cue with { IsRightToLeft = isRightToLeft, Line = index }));
        }

        return Prolonged(Ordered(cues, durationMs), durationMs);
    }

    /// <summary>The words of a line as they are shown together: a list for each of its cues. Null if they aren't those of the text.</summary>
    public static IReadOnlyList<IReadOnlyList<TimedWord>>? WordsTogether(CaptionedLine line) =>
        Words(line, [.. Parts(line).SelectMany(part => Rows(part.Text))]);

    /// <summary>Whether a text needs more than one cue, even without pauses.</summary>
    public static bool NeedsSeveral(string text) => Rows(text).Count > 1;

    private static IEnumerable<Cue> CuesOf(CaptionedLine line)
    {
        var parts = Parts(line).Select(part => (Line: part, Rows: Rows(part.Text))).ToList();
        if (Words(line, [.. parts.SelectMany(part => part.Rows)]) is not { } words)
            return parts.SelectMany(part => ByWeight(part.Line, part.Rows));

        var cues = new List<Cue>();
        foreach (var (part, rows) in parts)
            cues.AddRange(ByWords(part, rows, [.. words.Skip(cues.Count)]));
        return cues;
    }

    /// <summary>The rows of each cue of a text.</summary>
    private static List<string[]> Rows(string text) => [.. CaptionRows.Of(text).Chunk(MaxRows)];

    private static IReadOnlyList<IReadOnlyList<TimedWord>>? Words(CaptionedLine line, IEnumerable<string[]> rows) =>
        WordShares.Of(line.Words, [.. rows.Select(cue => cue.Sum(WordShares.LettersIn))]);

    /// <summary>
    /// Divides a line at its longer pauses. A part without words, such as dots between two pauses, is joined to the part before it, or else to
    /// the part after it.
    /// </summary>
    private static List<CaptionedLine> Parts(CaptionedLine line)
    {
        var parts = new List<CaptionedLine>();
        var from = 0;
        var startMs = line.StartMs;
        foreach (var pause in line.Pauses)
        {
            if (pause.Ms < MinPauseMs || pause.At <= from || pause.At >= line.Text.Length)
                continue;
            Add(pause.At, pause.StartMs);
            (from, startMs) = (pause.At, pause.EndMs);
        }

        Add(line.Text.Length, line.EndMs);
        return parts;

        void Add(int to, int endMs)
        {
            var text = line.Text[from..to];
            if (parts.Count > 0 && !SpokenWords.AreIn(text))
                parts[^1] = parts[^1] with { Text = parts[^1].Text + text };
            else if (parts is [var first] && !SpokenWords.AreIn(first.Text))
                parts[0] = first with { Text = first.Text + text, StartMs = startMs, EndMs = endMs };
            else
                parts.Add(line with { Text = text, StartMs = startMs, EndMs = endMs, Pauses = [] });
        }
    }

    /// <summary>Each cue lasts as long as its share of the words takes to say.</summary>
    private static IEnumerable<Cue> ByWeight(CaptionedLine part, List<string[]> cues)
    {
        var weights = cues.Select(rows => rows.Sum(SpokenText.Weight)).ToList();
        var (spoken, all) = (0.0, weights.Sum());
        foreach (var (rows, weight) in cues.Zip(weights))
        {
            var start = At(spoken);
            spoken += weight;
            yield return new Cue(start, At(spoken), part.Speaker, rows);
        }

        int At(double weight) => part.StartMs + (int)Math.Round((part.EndMs - part.StartMs) * weight / all);
    }

    /// <summary>Each cue starts with its first word, and ends when the next one starts.</summary>
    /// <param name="words">Of each cue; there may be more.</param>
    private static IEnumerable<Cue> ByWords(CaptionedLine part, List<string[]> cues, List<IReadOnlyList<TimedWord>> words)
    {
        for (var i = 0; i < cues.Count; i++)
        {
            // A pause may be placed a little too far; no word is spoken without its cue.
            var start = i == 0 ? Math.Min(part.StartMs, words[0][0].StartMs) : words[i][0].StartMs;
            var end = i + 1 < cues.Count ? words[i + 1][0].StartMs : Math.Max(part.EndMs, words[i][^1].EndMs);
            yield return new Cue(start, end, part.Speaker, cues[i]);
        }
    }

    /// <summary>
    /// Removes overlaps, which come from rounded times and from lines without sound, which have no length: moves the later cue, or, at the end
    /// of the recording, the earlier one.
    /// </summary>
    private static List<Cue> Ordered(List<Cue> cues, int durationMs)
    {
        var earliest = 0;
        for (var i = 0; i < cues.Count; i++)
        {
            var start = Math.Max(cues[i].StartMs, earliest);
            earliest = Math.Max(cues[i].EndMs, start + 1);
            cues[i] = cues[i] with { StartMs = start, EndMs = earliest };
        }

        var latest = durationMs;
        for (var i = cues.Count - 1; i >= 0; i--)
        {
            var end = Math.Min(cues[i].EndMs, latest);
            latest = Math.Min(cues[i].StartMs, end - 1);
            cues[i] = cues[i] with { StartMs = latest, EndMs = end };
        }

        return cues;
    }

    private static List<Cue> Prolonged(List<Cue> cues, int durationMs)
    {
        for (var i = 0; i < cues.Count; i++)
        {
            var latest = i + 1 < cues.Count ? cues[i + 1].StartMs : durationMs;
            cues[i] = cues[i] with { EndMs = Math.Max(cues[i].EndMs, Math.Min(cues[i].StartMs + MinCueMs, latest)) };
        }

        return cues;
    }
}
