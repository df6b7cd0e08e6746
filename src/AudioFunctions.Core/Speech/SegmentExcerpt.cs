namespace AudioFunctions.Speech;

/// <summary>Makes a separate segment of some of a segment's lines; its recording is cut from the original's.</summary>
internal static class SegmentExcerpt
{
    /// <summary>
    /// The silence between two lines belongs to the excerpt before it, so the silences of all excerpts together are those of the segment.
    /// </summary>
    /// <param name="from">Index of the first line in the segment's lines.</param>
    /// <param name="to">Index after the last line.</param>
    public static SpeechSegment Of(SpeechSegment segment, int from, int to)
    {
        var lines = segment.Lines;
        if (from == 0 && to == lines.Count)
            return segment;

        var start = lines[from].Start;
        var length = lines[to - 1].Start + lines[to - 1].Length - start;
        var next = to < lines.Count ? lines[to].Start : int.MaxValue;
        return segment with
        {
            Text = segment.Text.Substring(start, length),
            Lines = [.. lines.Skip(from).Take(to - from).Select(line => line with { Start = line.Start - start })],
            Silences = [.. SilencesOf(segment, from, to)],
            Edits = [.. segment.Edits.Where(edit => edit.At >= start && edit.At < next).Select(edit => edit with { At = edit.At - start })],
            SilentLines = [.. SilentLinesOf(segment, from, to)],
            CutFrom = segment.Recorded with { Dialogue = null },
        };
    }

    /// <summary>Positions are relative to the first line; a silence after the last line is at its end.</summary>
    /// <inheritdoc cref="Of"/>
    public static IEnumerable<SegmentSilence> SilencesOf(SpeechSegment segment, int from, int to)
    {
        var start = segment.Lines[from].Start;
        var end = segment.Lines[to - 1].Start + segment.Lines[to - 1].Length;
        var next = to < segment.Lines.Count ? segment.Lines[to].Start : segment.Text.Length;
        return segment.Silences
            .Where(silence => silence.At <= next && (silence.At > start || from == 0))
            .GroupBy(silence => Math.Min(silence.At, end) - start, (at, same) => new SegmentSilence(at, same.Sum(silence => silence.Ms)));
    }

    /// <summary>The lines without words beside or between the lines.</summary>
    /// <inheritdoc cref="Of"/>
    public static IEnumerable<SilentLine> SilentLinesOf(SpeechSegment segment, int from, int to)
    {
        var first = from == 0 ? -1 : segment.Lines[from].Line;
        var next = to < segment.Lines.Count ? segment.Lines[to].Line : int.MaxValue;
        return segment.SilentLines.Where(silent => silent.Line > first && silent.Line < next);
    }
}
