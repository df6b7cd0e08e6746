using AudioFunctions.Scripts;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>The position of a beat's line in the segments of a plan: in one segment, or in several if it exceeded the model's limit.</summary>
internal sealed class LineParts
{
    private readonly IReadOnlyList<Part> _parts;

    private LineParts(IReadOnlyList<Part> parts)
    {
        _parts = parts;
        // A silence after any part but the last is inside the line: before the next part.
        var silences = parts.SelectMany((part, i) => SegmentExcerpt.SilencesOf(part.Segment, part.Index, part.Index + 1).Select(silence =>
            silence.At < part.Line.Length ? (At: part.Line.From + silence.At, silence.Ms, IsAfter: false)
            : i + 1 < parts.Count ? (At: parts[i + 1].Line.From, silence.Ms, IsAfter: false)
            : (At: part.Line.From + silence.At, silence.Ms, IsAfter: true))).ToList();
        InnerPauses = [.. silences.Where(silence => !silence.IsAfter).Select(silence => new InnerPause(silence.At, silence.Ms))];
        PauseAfterMs = silences.Where(silence => silence.IsAfter).Sum(silence => silence.Ms);
        SilentLines = [.. parts.SelectMany(part => SegmentExcerpt.SilentLinesOf(part.Segment, part.Index, part.Index + 1))];
    }

    /// <summary>Index of the segment where the line begins.</summary>
    public int FirstSegment => _parts[0].Segment.Index;

    /// <summary>Lines without words whose silences are in the line's segments.</summary>
    public IReadOnlyList<SilentLine> SilentLines { get; }

    private IReadOnlyList<InnerPause> InnerPauses { get; }

    private int PauseAfterMs { get; }

    /// <returns>Null if no segment has the line.</returns>
    public static LineParts? Of(IReadOnlyList<SpeechSegment> segments, int line)
    {
        List<Part> parts =
        [
            .. from segment in segments
               from own in segment.Lines.Index()
               where own.Item.Line == line
               select new Part(segment, own.Index, own.Item),
        ];
        return parts.Count == 0 ? null : new LineParts(parts);
    }

    /// <summary>Whether the parts have the words of this text.</summary>
    public bool Says(string text) => _parts.All(part =>
        part.Line.From + part.Line.Length <= text.Length
        && text.AsSpan(part.Line.From, part.Line.Length).SequenceEqual(part.Segment.Text.AsSpan(part.Line.Start, part.Line.Length)));

    /// <summary>The line with the plan's silences in it and after it.</summary>
    public ScriptLine WithPauses(ScriptLine line) => line with { InnerPauses = InnerPauses, PauseAfterMs = PauseAfterMs };

    /// <summary>The line's index range in a segment's lines, end exclusive. Empty, and at the end, if the segment doesn't have the line.</summary>
    public (int From, int To) RangeIn(SpeechSegment segment) =>
        _parts.FirstOrDefault(part => part.Segment.Index == segment.Index) is { } own
            ? (own.Index, own.Index + 1)
            : (segment.Lines.Count, segment.Lines.Count);

    private sealed record Part(SpeechSegment Segment, int Index, SegmentLine Line);
}
