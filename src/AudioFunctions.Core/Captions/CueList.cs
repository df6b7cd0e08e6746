using AudioFunctions.Audio.Joints;

namespace AudioFunctions.Captions;

/// <summary>Makes the cues of a recording.</summary>
public static class CueList
{
    /// <summary>A shorter pause is not worth a break in what is shown.</summary>
    public const int LeastPauseMs = 250;

    private const int MaxRows = 2;

    /// <summary>
    /// A cue for each line; more where a pause of <see cref="LeastPauseMs"/> or more is inside it, whose silence then lies between two cues, and
    /// where it has more than two rows. In order, without overlap, none empty in time, all within the recording; every word is in one of them.
    /// </summary>
    /// <param name="lines">In order.</param>
    /// <param name="durationMs">The length of the recording; at least a millisecond for each cue.</param>
    public static IReadOnlyList<Cue> For(IEnumerable<CaptionedLine> lines, int durationMs) =>
        Ordered([.. lines.SelectMany(Parts).SelectMany(Cues)], durationMs);

    /// <summary>A line cut at its longer pauses.</summary>
    private static IEnumerable<CaptionedLine> Parts(CaptionedLine line)
    {
        var from = 0;
        var startMs = line.StartMs;
        foreach (var pause in line.Pauses)
        {
            if (pause.Ms < LeastPauseMs || pause.At <= from || pause.At >= line.Text.Length)
                continue;
            yield return line with { Text = line.Text[from..pause.At], StartMs = startMs, EndMs = pause.StartMs, Pauses = [] };
            (from, startMs) = (pause.At, pause.EndMs);
        }

        yield return line with { Text = line.Text[from..], StartMs = startMs, Pauses = [] };
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
}
