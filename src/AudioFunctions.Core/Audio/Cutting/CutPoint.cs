using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>A place within a segment where the audio is cut, or whose time is needed.</summary>
/// <param name="At">Index into the segment's text.</param>
/// <param name="PauseMs">The pause written here; null at a line's end that isn't cut.</param>
/// <param name="Where">How warnings name it: "after line 3".</param>
internal sealed record CutPoint(int At, int? PauseMs, string Where)
{
    /// <summary>A pause of 0 is written inside a line: there may be no silence.</summary>
    public bool MayFlow { get; init; }
}

/// <summary>Where a cut point is in the audio.</summary>
/// <param name="Quietest">Where to cut.</param>
/// <param name="Silence">The natural silence around it, from the end of one word to the start of the next; empty if there is none.</param>
internal readonly record struct CutPointPlace(int Quietest, SampleRange Silence);

/// <summary>A segment's pauses, sorted by whether a word comes before and after them.</summary>
internal sealed record SegmentCutPoints(int LeadingMs, int TrailingMs, IReadOnlyList<CutPoint> Inner)
{
    /// <summary>Whether a pause is written before its first word, if only one of 0.</summary>
    public bool HasLeading { get; private init; }

    /// <param name="isExact">In exact mode, a pause of 0 is a cut point, and so is a line's end without a pause.</param>
    public static SegmentCutPoints Of(SpeechSegment segment, bool isExact)
    {
        var text = segment.Text;
        // Both are 0 if nothing is heard; then there is no inner cut point.
        var firstHeard = Math.Max(0, SpokenText.FirstHeardFrom(text, 0));
        var lastHeard = Math.Max(0, SpokenText.LastHeardBefore(text, text.Length));
        var leading = segment.Silences.Where(s => s.At <= firstHeard).Sum(s => s.Ms);
        var trailing = segment.Silences.Where(s => s.At > lastHeard).Sum(s => s.Ms);

        var inner = segment.Silences.Where(s => s.At > firstHeard && s.At <= lastHeard && (isExact || s.Ms > 0))
            .Select(s => new CutPoint(s.At, s.Ms, Where(segment, s.At)) { MayFlow = s.Ms == 0 })
            .ToList();
        foreach (var line in segment.Lines.Skip(1))
        {
            var before = SpokenText.LastHeardBefore(text, line.Start);
            var after = SpokenText.FirstHeardFrom(text, line.Start);
            // If a pause lies in the same gap between two words, it already marks this line's end.
            if (before >= 0 && after >= 0 && !inner.Exists(j => j.At > before && j.At <= after))
                inner.Add(new CutPoint(line.Start, isExact ? 0 : null, Where(segment, line.Start)));
        }

        var inOrder = inner.OrderBy(cutPoint => cutPoint.At);
        return new SegmentCutPoints(leading, trailing, [.. isExact ? OnePerGap(inOrder, text) : inOrder])
        {
            HasLeading = segment.Silences.Any(s => s.At <= firstHeard),
        };
    }

    /// <summary>The silence between two words is trimmed away once, and replaced by all pauses that are written there.</summary>
    private static IEnumerable<CutPoint> OnePerGap(IEnumerable<CutPoint> cutPoints, string text) =>
        from cutPoint in cutPoints
        group cutPoint by (SpokenText.LastHeardBefore(text, cutPoint.At), SpokenText.FirstHeardFrom(text, cutPoint.At)) into gap
        select gap.MaxBy(cutPoint => cutPoint.PauseMs)! with { PauseMs = gap.Sum(cutPoint => cutPoint.PauseMs) };

    private static string Where(SpeechSegment segment, int at)
    {
        var line = segment.Lines.LastOrDefault(l => l.Start < at, segment.Lines[0]);
        return at >= line.Start + line.Length ? $"after line {line.Line + 1}" : $"inside line {line.Line + 1}";
    }
}

/// <summary>Where a segment's cut points and lines are in its audio.</summary>
/// <param name="Times">Where its characters are.</param>
/// <param name="CutPoints">One for each requested cut point; null if its place is unknown.</param>
/// <param name="Lines">One for each line of the segment, in order, without overlap.</param>
/// <param name="Uncertain">The cut points whose place is likely but not certain; null if the alignment placed all of them.</param>
internal sealed record TextPlacement(
    CharacterTimes Times, IReadOnlyList<CutPointPlace?> CutPoints, IReadOnlyList<SampleRange> Lines, IReadOnlyList<CutPoint>? Uncertain);
