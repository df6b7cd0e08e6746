using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>Which part of a recording a segment is that has only some of the lines that were spoken in it.</summary>
/// <param name="Start">Where it is cut off from the line before; null if it begins with the recording.</param>
/// <param name="End">Where it is cut off from the line after; null if it ends with the recording.</param>
/// <param name="CutPoints">The cut points between the two.</param>
/// <param name="Placement">Of these alone.</param>
internal sealed record RecordingExcerpt(
    CutPointPlace? Start, CutPointPlace? End, IReadOnlyList<CutPoint> CutPoints, TextPlacement Placement)
{
    /// <summary>Numbers, from 1, of the lines at whose beginning it is cut, if nothing tells for certain where that is.</summary>
    public IReadOnlyList<int> DoubtfulCuts { get; private init; } = [];

    /// <param name="said">The recorded segment, in the spelling that is heard.</param>
    /// <param name="cutPoints">Of all of the recording, as <paramref name="placement"/> is.</param>
    /// <param name="placing">Has placed the cut points.</param>
    public static RecordingExcerpt Of(
        SpeechSegment excerpt, SpeechSegment said, IReadOnlyList<CutPoint> cutPoints, TextPlacement placement, CutPointPlacement placing)
    {
        var from = said.Lines.Index().First(line => IsSame(line.Item, excerpt.Lines[0])).Index;
        var to = from + excerpt.Lines.Count;
        var start = from == 0 ? null : GapBefore(from);
        var end = to == said.Lines.Count ? null : GapBefore(to);
        var (first, last) = (start?.LastCut + 1 ?? 0, end?.FirstCut ?? cutPoints.Count);
        var inner = Math.Max(0, last - first);
        IReadOnlyList<CutPoint> own = [.. cutPoints.Skip(first).Take(inner)];
        return new RecordingExcerpt(start?.Right, end?.Left, own, placement with
        {
            CutPoints = [.. placement.CutPoints.Skip(first).Take(inner)],
            Lines = [.. placement.Lines.Skip(from).Take(to - from)],
            Uncertain = placement.Uncertain is null ? null : [.. placement.Uncertain.Where(own.Contains)],
        })
        {
            DoubtfulCuts = [.. new[] { start, end }.OfType<Gap>().Where(gap => gap.IsDoubtful).Select(gap => gap.LineNumber)],
        };

        Gap GapBefore(int line)
        {
            var before = SpokenText.LastHeardBefore(said.Text, said.Lines[line].Start);
            var after = SpokenText.FirstHeardFrom(said.Text, said.Lines[line].Start);
            var cuts = Enumerable.Range(0, cutPoints.Count).Where(i => cutPoints[i].At > before && cutPoints[i].At <= after).ToList();
            var places = cuts.Select(i => placement.CutPoints[i]).OfType<CutPointPlace>().ToList();
            var firstCut = cuts.Count > 0 ? cuts[0] : cutPoints.TakeWhile(cutPoint => cutPoint.At <= before).Count();
            if (places.Count == 0)
            {
                var earliest = placement.CutPoints.Take(firstCut).LastOrDefault(place => place is not null)?.Quietest ?? 0;
                // What a line was broken into may have nothing that is heard.
                places.Add(placing.Place(Math.Max(0, before), after < 0 ? said.Text.Length - 1 : after, earliest, placement.Times));
            }

            var isDoubtful = cuts.TrueForAll(i => placement.CutPoints[i] is null || placement.Uncertain?.Contains(cutPoints[i]) is true);
            return new Gap(places[0], places[^1], firstCut, firstCut + cuts.Count - 1, said.Lines[line].Line + 1, isDoubtful);
        }
    }

    private static bool IsSame(SegmentLine one, SegmentLine other) => one.Line == other.Line && one.From == other.From;

    /// <summary>The gap before a line, with the cut points in it: more than one if more than one pause is written there.</summary>
    private sealed record Gap(CutPointPlace Left, CutPointPlace Right, int FirstCut, int LastCut, int LineNumber, bool IsDoubtful);
}
