using AudioFunctions.Audio.Cutting;
using AudioFunctions.Audio.Quality;
using AudioFunctions.Scripts;

namespace AudioFunctions.Audio.Mixing;

/// <summary>Joins a beat's segments and pauses in PCM, with one segment in memory at a time.</summary>
internal sealed class TakeMixer(PauseMode mode, int sampleRateHz)
{
    /// <param name="samplesOf">Returns a segment's samples by its index. Called once per segment, in order; the mixer changes the samples.</param>
    /// <param name="output">Receives 16-bit little-endian mono.</param>
    public AssembledTake Mix(
        IReadOnlyList<SpokenSegment> segments, Func<int, Span<short>> samplesOf, Stream output, CancellationToken cancellationToken)
    {
        var cutter = new SegmentCutter(mode, sampleRateHz);
        var inspector = new TakeInspector(sampleRateHz);
        var writer = new TakeWriter(output, inspector, sampleRateHz);
        var lines = new List<LineTiming>();
        var innerPauses = new List<PlacedPause>();
        var words = new List<WordTiming>();
        var hasWords = true;
        var warnings = new List<string>();
        var starts = new List<int>(segments.Count);
        var pauses = PausesBetween(segments);
        var startsWithPause = CutPointsOf(segments[0]).HasLeading;
        var keptTail = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = samplesOf(i);
            var cuts = cutter.Cut(segments[i], samples, OuterPausesOf(segments, i, pauses, startsWithPause));

            inspector.Inspect(segments[i].Segment, samples, cuts);
            var pauseStart = writer.Length;
            writer.WritePause(pauses[i], keptTail + cuts.KeptHead);
            starts.Add(i == 0 ? 0 : (int)((pauseStart + writer.Length) / 2));
            var map = Write(cuts.Pieces, samples, writer);
            foreach (var (line, place) in segments[i].Segment.Lines.Zip(cuts.Lines))
                Add(lines, Timing(line.Line, place, map));
            innerPauses.AddRange(cuts.InnerPauses.Select(pause => Place(pause, map)));
            words.AddRange((cuts.Words ?? []).Select(word => Timing(word, map)));
            hasWords &= cuts.Words is not null;
            warnings.AddRange(cuts.Warnings);
            keptTail = cuts.KeptTail;
        }

        writer.WritePause(pauses[^1], keptTail);
        var silent = segments.SelectMany(spoken => spoken.Segment.SilentLines);
        // Two segments may be cut out of one recording: what is true of it is said once.
        IReadOnlyList<string> once = [.. warnings.Distinct()];
        return new AssembledTake(
            Ms(writer.Length), SilentLineTimings.Insert(lines, silent, Ms(writer.Length)), innerPauses, once, inspector.Judge(), hasWords ? words : null)
        {
            SegmentStarts = starts,
        };
    }

    /// <summary>Null before the beat's first words without a written pause, and within a line that two segments share.</summary>
    private static OuterPauses OuterPausesOf(IReadOnlyList<SpokenSegment> segments, int segment, int[] pauses, bool startsWithPause) => new(
        pauses[segment] == 0 && (segment == 0 ? !startsWithPause : SharesLine(segments, segment)) ? null : pauses[segment],
        pauses[segment + 1] == 0 && segment + 1 < segments.Count && SharesLine(segments, segment + 1) ? null : pauses[segment + 1]);

    /// <summary>Whether a segment continues the last line of the segment before it.</summary>
    private static bool SharesLine(IReadOnlyList<SpokenSegment> segments, int segment) =>
        segments[segment - 1].Segment.Lines[^1].Line == segments[segment].Segment.Lines[0].Line;

    private static void Add(List<LineTiming> lines, LineTiming timing)
    {
        if (lines is [.., var last] && last.Line == timing.Line)
            lines[^1] = last with { EndMs = timing.EndMs };
        else
            lines.Add(timing);
    }

    private static TimeMap Write(IReadOnlyList<Piece> pieces, Span<short> samples, TakeWriter writer)
    {
        var map = new TimeMap();
        foreach (var piece in pieces)
        {
            if (piece.PauseMs is { } ms)
                writer.WritePause(ms, piece.KeptSilence);
            map.Add(piece.Source, writer.Length);
            writer.WritePiece(samples[piece.Source.From..piece.Source.To]);
        }

        return map;
    }

    /// <summary>One more pause than segments: before the first, between each two, after the last.</summary>
    private static int[] PausesBetween(IReadOnlyList<SpokenSegment> segments)
    {
        var pauses = new int[segments.Count + 1];
        for (var i = 0; i < segments.Count; i++)
        {
            var cutPoints = CutPointsOf(segments[i]);
            pauses[i] += cutPoints.LeadingMs;
            pauses[i + 1] += cutPoints.TrailingMs;
        }

        return pauses;
    }

    private static SegmentCutPoints CutPointsOf(SpokenSegment spoken) => SegmentCutPoints.Of(spoken.Segment.AsSaid(), isExact: false);

    private LineTiming Timing(int line, SampleRange place, TimeMap map)
    {
        var start = map.OfStart(place.From);
        return new LineTiming(line, Ms(start), Ms(Math.Max(start, map.OfEnd(place.To))));
    }

    private WordTiming Timing(WordPlace word, TimeMap map)
    {
        var start = map.OfStart(word.Place.From);
        return new WordTiming(word.Line, word.At, word.Length, Ms(start), Ms(Math.Max(start, map.OfEnd(word.Place.To))), word.Confidence);
    }

    /// <summary>Places a pause in the take: from the end of the word before it to the start of the word after it.</summary>
    private PlacedPause Place(InnerGap pause, TimeMap map)
    {
        var start = map.OfEnd(pause.Gap.From);
        return new PlacedPause(pause.Line, pause.At, pause.PauseMs, Ms(start), Ms(Math.Max(start, map.OfStart(pause.Gap.To))));
    }

    private int Ms(long samples) => (int)Math.Round(samples * 1000.0 / sampleRateHz);
}
