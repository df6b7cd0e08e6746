using AudioFunctions.Audio.Cutting;
using AudioFunctions.Scripts;

namespace AudioFunctions.Captions;

/// <summary>Makes the cues of a recording.</summary>
public static class CueList
{
    /// <summary>A shorter pause is not worth a break in what is shown.</summary>
    public const int LeastPauseMs = 250;

    /// <summary>Five sixths of a second: what is gone sooner is a flash that nobody reads.</summary>
    public const int LeastShownMs = 833;

    private const int MaxRows = 2;

    /// <summary>
    /// A cue for each line; more if a pause of <see cref="LeastPauseMs"/> or more is inside it, whose silence then lies between two cues, and if
    /// it has more than two rows. In order, without overlap, none empty in time, all within the recording; every word is in one of them. A cue
    /// stays for <see cref="LeastShownMs"/> if there is silence enough after it.
    /// </summary>
    /// <param name="lines">In order.</param>
    /// <param name="durationMs">The length of the recording; at least a millisecond for each cue.</param>
    public static IReadOnlyList<Cue> For(IEnumerable<CaptionedLine> lines, int durationMs)
    {
        var cues = new List<Cue>();
        foreach (var (index, line) in lines.Index())
        {
            var isRightToLeft = RightToLeft.IsWrittenIn(line.Text);
            cues.AddRange(Parts(line).SelectMany(Cues).Select(cue => cue with { IsRightToLeft = isRightToLeft, Line = index }));
        }

        return Prolonged(Ordered(cues, durationMs), durationMs);
    }

    /// <summary>
    /// A line cut at its longer pauses. What has no word to say, such as dots between two pauses, goes with what stands before it, or else
    /// with what comes after it.
    /// </summary>
    private static List<CaptionedLine> Parts(CaptionedLine line)
    {
        var parts = new List<CaptionedLine>();
        var from = 0;
        var startMs = line.StartMs;
        foreach (var pause in line.Pauses)
        {
            if (pause.Ms < LeastPauseMs || pause.At <= from || pause.At >= line.Text.Length)
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

    /// <summary>Two rows at a time; each cue lasts as long as its share of the words takes to say.</summary>
    private static IEnumerable<Cue> Cues(CaptionedLine part)
    {
        var rows = CaptionRows.Of(part.Text);
        var weights = rows.Select(row => SpokenText.Weight(row)).ToList();
        var (spoken, all) = (0.0, weights.Sum());
        for (var row = 0; row < rows.Count; row += MaxRows)
        {
            var start = At(spoken);
            spoken += weights.Skip(row).Take(MaxRows).Sum();
            yield return new Cue(start, At(spoken), part.Speaker, [.. rows.Skip(row).Take(MaxRows)]);
        }

        int At(double weight) => part.StartMs + (int)Math.Round((part.EndMs - part.StartMs) * weight / all);
    }

    /// <summary>
    /// Times are rounded, and a line without a sound has none of its own: where cues would meet or stand in each other's way, the later gives
    /// way, and at the end of the recording the earlier.
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
            cues[i] = cues[i] with { EndMs = Math.Max(cues[i].EndMs, Math.Min(cues[i].StartMs + LeastShownMs, latest)) };
        }

        return cues;
    }
}
