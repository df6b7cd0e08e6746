using AudioFunctions.Audio.Cutting;
using AudioFunctions.Scripts;

namespace AudioFunctions.Captions;

/// <summary>Makes the cues of a recording.</summary>
public static class CueList
{
    /// <summary>A shorter pause doesn't divide a line into two cues.</summary>
    public const int LeastPauseMs = 250;

    /// <summary>Five sixths of a second: a viewer can't read what disappears sooner.</summary>
    public const int LeastShownMs = 833;

    private const int MaxRows = 2;

    /// <summary>
    /// Makes a cue for each line, or several if the line contains a pause of at least <see cref="LeastPauseMs"/>, which then lies between two
    /// cues, or needs more than two rows. The cues are in order, don't overlap, last at least a millisecond, lie within the recording and
    /// contain every word. A cue stays for <see cref="LeastShownMs"/> if the silence after it is long enough.
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

    /// <summary>Makes cues of two rows. Each lasts as long as its share of the words takes to say.</summary>
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
            cues[i] = cues[i] with { EndMs = Math.Max(cues[i].EndMs, Math.Min(cues[i].StartMs + LeastShownMs, latest)) };
        }

        return cues;
    }
}
