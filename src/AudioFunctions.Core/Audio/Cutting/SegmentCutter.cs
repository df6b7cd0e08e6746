using AudioFunctions.Audio.Mixing;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>The pauses at a segment's ends: each is the sum of what its two neighbours ask for.</summary>
/// <param name="BeforeMs">Null if nothing is asked for and the recording starts as it was spoken: before the beat's first words.</param>
internal readonly record struct OuterPauses(int? BeforeMs, int AfterMs);

/// <summary>Decides where a segment is cut and what natural silence is left out.</summary>
internal sealed class SegmentCutter(PauseMode mode, int sampleRateHz)
{
    // Natural silence left beside a word in exact mode, in which its last sound dies away.
    private const int KeptSilenceMs = 10;

    public SegmentCuts Cut(SpokenSegment spoken, ReadOnlySpan<short> samples, OuterPauses outer)
    {
        var envelope = new VoiceEnvelope(samples, sampleRateHz);
        var alignment = CharacterTimes.From(spoken.Spoken.Alignment, spoken.Segment.Text.Length, sampleRateHz);
        var cutPoints = SegmentCutPoints.Of(spoken.Segment, trimsLineEnds: mode == PauseMode.Exact).Inner;
        var placement = new CutPointPlacement(spoken.Segment, envelope, sampleRateHz).Place(cutPoints, alignment, samples.Length);

        var (used, keptHead, keptTail) = Ends(spoken, samples.Length, envelope.Voice, placement.Times, outer);
        return new SegmentCuts(
            Pieces(cutPoints, placement.CutPoints, used),
            keptHead,
            keptTail,
            placement.Lines,
            [.. InnerPauses(spoken.Segment, cutPoints, placement.CutPoints)],
            Words(spoken.Segment, placement, envelope),
            [.. PlacementWarnings.Of(cutPoints, placement, hasAlignment: spoken.Spoken.Alignment is not null)],
            envelope);
    }

    /// <summary>Without an alignment that can be believed, from what is heard: between two silences words share the time by their letters.</summary>
    private static IReadOnlyList<WordPlace>? Words(SpeechSegment segment, TextPlacement placement, VoiceEnvelope envelope) =>
        placement.Uncertain is null ? WordPlaces.Of(segment, placement.Times, placement.Lines, confidence: null)
        : envelope.Voice.Length > 0 ? WordPlaces.Of(segment, placement.Times, placement.Lines, WordTiming.Estimated)
        : null;

    private List<Piece> Pieces(IReadOnlyList<CutPoint> cutPoints, IReadOnlyList<CutPointPlace?> places, SampleRange ends)
    {
        var pieces = new List<Piece>();
        var start = ends.From;
        int? pauseMs = null;
        var kept = 0;
        for (var i = 0; i < cutPoints.Count; i++)
        {
            if (cutPoints[i].PauseMs is not { } ms || places[i] is not { } place)
                continue;

            var left = Math.Clamp(place.Quietest - Dropped(place.Quietest - place.Silence.From, ms), start, ends.To);
            var right = Math.Clamp(place.Quietest + Dropped(place.Silence.To - place.Quietest, ms), left, ends.To);
            // A gap that is as short as it can be stays as it was spoken.
            if (ms == 0 && left == right)
                continue;

            pieces.Add(new Piece(new SampleRange(start, left), pauseMs, kept));
            (start, pauseMs) = (right, ms);
            kept = mode == PauseMode.Exact ? Math.Max(0, left - place.Silence.From) + Math.Max(0, place.Silence.To - right) : 0;
        }

        pieces.Add(new Piece(new SampleRange(start, ends.To), pauseMs, kept));
        return pieces;
    }

    /// <summary>What of the whole segment is used, and how much of that is natural silence at its ends which exact mode left.</summary>
    private (SampleRange Used, int KeptHead, int KeptTail) Ends(
        SpokenSegment spoken, int length, SampleRange voice, CharacterTimes times, OuterPauses outer)
    {
        if (mode != PauseMode.Exact || voice.Length == 0)
            return (new SampleRange(0, length), 0, 0);

        var text = spoken.Segment.Text;
        var (first, last) = (SpokenText.FirstHeardFrom(text, 0), SpokenText.LastHeardBefore(text, text.Length));
        // A first or last character without any voice is faint and kept whole.
        var start = first < 0 || voice.From < times.End(first) ? voice.From : times.Start(first);
        var end = last < 0 || voice.To > times.Start(last) ? voice.To : times.End(last);
        var to = length - Dropped(length - end, outer.AfterMs);
        return outer.BeforeMs is { } beforeMs
            ? (new SampleRange(Dropped(start, beforeMs), to), start - Dropped(start, beforeMs), to - end)
            : (new SampleRange(0, to), 0, to - end);
    }

    /// <summary>How much of the natural silence on one side of a pause is left out.</summary>
    private int Dropped(int silence, int pauseMs)
    {
        if (mode != PauseMode.Exact)
            return 0;
        var kept = sampleRateHz * Math.Clamp(pauseMs / 2, Fade.Ms, KeptSilenceMs) / 1000;
        return Math.Max(0, silence - kept);
    }

    /// <summary>The pauses that have words of one line on both sides; the others are gaps between lines.</summary>
    private static IEnumerable<InnerGap> InnerPauses(SpeechSegment segment, IReadOnlyList<CutPoint> cutPoints, IReadOnlyList<CutPointPlace?> places)
    {
        for (var i = 0; i < cutPoints.Count; i++)
        {
            if (cutPoints[i] is not { PauseMs: > 0 and var ms, At: var at } || places[i] is not { } place)
                continue;
            var line = segment.Lines.LastOrDefault(line => line.Start <= at, segment.Lines[0]);
            var isBetweenWords = SpokenText.LastHeardBefore(segment.Text, at, line.Start) >= 0
                && SpokenText.FirstHeardFrom(segment.Text[..(line.Start + line.Length)], at) >= 0;
            if (isBetweenWords)
                yield return new InnerGap(line.Line, at - line.Start, ms, place.Silence);
        }
    }
}
