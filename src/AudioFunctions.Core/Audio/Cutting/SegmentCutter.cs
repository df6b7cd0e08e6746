using AudioFunctions.Scripts;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>The pauses at a segment's ends. Each is the sum of the pauses that the segments on both sides ask for.</summary>
/// <param name="BeforeMs">Null if the recording keeps its natural start: before the beat's first words without a written pause.</param>
/// <param name="AfterMs">Null if the recording keeps its natural end.</param>
internal readonly record struct OuterPauses(int? BeforeMs, int? AfterMs);

/// <summary>Decides where to cut a segment and which natural silence to remove.</summary>
internal sealed class SegmentCutter(PauseMode mode, int sampleRateHz)
{
    // Natural silence kept beside a word in exact mode, so that its last sound can fade.
    private const int KeptSilenceMs = 10;

    /// <summary>The segments of a dialogue follow each other and are parts of one recording.</summary>
    private SearchedRecording? _searched;

    public SegmentCuts Cut(SpokenSegment spoken, ReadOnlySpan<short> samples, OuterPauses outer)
    {
        if (_searched?.IsOf(spoken) is not true)
            _searched = Search(spoken, samples);
        var (_, _, said, envelope, cutPoints, placing, placement, words) = _searched;
        var (recorded, sent) = (spoken.Segment.Recorded, spoken.Segment.Recorded.Sent);
        var ends = Ends(said.Text, samples.Length, envelope.Voice, placement.Times, outer);
        IReadOnlyList<int> doubtfulCuts = [];
        if (spoken.Segment.CutFrom is not null)
        {
            var excerpt = RecordingExcerpt.Of(spoken.Segment, said, cutPoints, placement, placing);
            (cutPoints, placement, doubtfulCuts) = (excerpt.CutPoints, excerpt.Placement, excerpt.DoubtfulCuts);
            words = words is null ? null : [.. words.Where(word => spoken.Segment.Lines.Any(line => line.Line == word.Line))];
            ends = Within(ends, excerpt, outer);
        }

        return new SegmentCuts(
            Pieces(cutPoints, placement.CutPoints, ends.Used),
            ends.KeptHead,
            ends.KeptTail,
            placement.Lines,
            [.. InnerPauses(recorded, sent, cutPoints, placement.CutPoints)],
            words,
            [
                .. PlacementWarnings.Of(cutPoints, placement, hasAlignment: spoken.Spoken.Alignment is not null),
                .. PlacementWarnings.OfCuts(doubtfulCuts),
            ],
            envelope,
            spoken.Segment.CutFrom is null ? null : ends.Used);
    }

    private SearchedRecording Search(SpokenSegment spoken, ReadOnlySpan<short> samples)
    {
        var recorded = spoken.Segment.Recorded;
        var envelope = new VoiceEnvelope(samples, sampleRateHz);
        var said = recorded.AsSaid();
        // The samples are at the segment's tempo already; the times are those of the original recording.
        var alignment = CharacterTimes.From(spoken.Spoken.Alignment, said.Text.Length, sampleRateHz)?.Scaled(1 / spoken.Segment.Tempo);
        var cutPoints = SegmentCutPoints.Of(said, isExact: mode == PauseMode.Exact).Inner;
        // The thresholds for silences, word lengths and misses were set on speech at natural speed; a slow tempo stretches all of them.
        var naturalRateHz = (int)Math.Round(sampleRateHz / spoken.Segment.Tempo);
        var placing = new CutPointPlacement(said, envelope, naturalRateHz);
        var placement = placing.Place(cutPoints, alignment, samples.Length);
        return new SearchedRecording(spoken.Spoken, spoken.Segment, said, envelope, cutPoints, placing, placement, Words(recorded, recorded.Sent, placement, envelope));
    }

    /// <summary>The ends of an excerpt: cut as its segment would be cut there for a pause.</summary>
    private (SampleRange Used, int KeptHead, int KeptTail) Within(
        (SampleRange Used, int KeptHead, int KeptTail) whole, RecordingExcerpt excerpt, OuterPauses outer)
    {
        var (used, keptHead, keptTail) = whole;
        if (excerpt.Start is { } start)
        {
            var from = start.Quietest + Dropped(start.Silence.To - start.Quietest, outer.BeforeMs ?? 0);
            used = new SampleRange(Math.Clamp(from, used.From, used.To), used.To);
            keptHead = mode == PauseMode.Exact ? Math.Max(0, start.Silence.To - used.From) : 0;
        }

        if (excerpt.End is { } end)
        {
            var to = end.Quietest - Dropped(end.Quietest - end.Silence.From, outer.AfterMs ?? 0);
            used = new SampleRange(used.From, Math.Clamp(to, used.From, used.To));
            keptTail = mode == PauseMode.Exact ? Math.Max(0, used.To - end.Silence.From) : 0;
        }

        return (used, keptHead, keptTail);
    }

    /// <summary>Without a usable alignment, estimates the words from the sound: they share the time between two silences by their letters.</summary>
    private static IReadOnlyList<WordPlace>? Words(SpeechSegment segment, SentText sent, TextPlacement placement, VoiceEnvelope envelope) =>
        placement.Uncertain is not null && envelope.Voice.Length == 0
            ? null
            : WordPlaces.Of(segment, placement.Times.Written(sent), placement.Lines, placement.Uncertain is null ? null : WordTiming.Estimated);

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
            // A gap that can't get any shorter isn't cut.
            if (ms == 0 && left == right)
                continue;

            pieces.Add(new Piece(new SampleRange(start, left), pauseMs, kept));
            (start, pauseMs) = (right, ms);
            kept = mode == PauseMode.Exact ? Math.Max(0, left - place.Silence.From) + Math.Max(0, place.Silence.To - right) : 0;
        }

        pieces.Add(new Piece(new SampleRange(start, ends.To), pauseMs, kept));
        return pieces;
    }

    /// <summary>Which part of the segment is used, and how much natural silence exact mode keeps at its ends.</summary>
    private (SampleRange Used, int KeptHead, int KeptTail) Ends(
        string said, int length, SampleRange voice, CharacterTimes times, OuterPauses outer)
    {
        if (mode != PauseMode.Exact || voice.Length == 0)
            return (new SampleRange(0, length), 0, 0);

        var (first, last) = (SpokenText.FirstHeardFrom(said, 0), SpokenText.LastHeardBefore(said, said.Length));
        // A first or last character without voice is faint; keep it whole.
        var start = first < 0 || voice.From < times.End(first) ? voice.From : times.Start(first);
        var end = last < 0 || voice.To > times.Start(last) ? voice.To : times.End(last);
        // Within a line that two segments share, there is no written pause: keep the gap as spoken.
        var to = outer.AfterMs is { } afterMs ? length - Dropped(length - end, afterMs) : length;
        return outer.BeforeMs is { } beforeMs
            ? (new SampleRange(Dropped(start, beforeMs), to), start - Dropped(start, beforeMs), to - end)
            : (new SampleRange(0, to), 0, to - end);
    }

    /// <summary>How much of the natural silence on one side of a pause to remove.</summary>
    private int Dropped(int silence, int pauseMs)
    {
        if (mode != PauseMode.Exact)
            return 0;
        var kept = sampleRateHz * Math.Clamp(pauseMs / 2, Fade.Ms, KeptSilenceMs) / 1000;
        return Math.Max(0, silence - kept);
    }

    /// <summary>The pauses that have words of one line on both sides; the others are gaps between lines.</summary>
    private static IEnumerable<InnerGap> InnerPauses(
        SpeechSegment segment, SentText sent, IReadOnlyList<CutPoint> cutPoints, IReadOnlyList<CutPointPlace?> places)
    {
        for (var i = 0; i < cutPoints.Count; i++)
        {
            if (cutPoints[i] is not { PauseMs: > 0 and var ms } || places[i] is not { } place)
                continue;
            var at = sent.WrittenIndexOf(cutPoints[i].At);
            var line = segment.Lines.LastOrDefault(line => line.Start <= at, segment.Lines[0]);
            var isBetweenWords = SpokenText.LastHeardBefore(segment.Text, at, line.Start) >= 0
                && SpokenText.FirstHeardFrom(segment.Text[..(line.Start + line.Length)], at) >= 0;
            if (isBetweenWords)
                yield return new InnerGap(line.Line, line.From + at - line.Start, ms, place.Silence);
        }
    }

    /// <summary>What is known of a recording whichever of its lines are used.</summary>
    private sealed record SearchedRecording(
        SpokenAudio Audio,
        SpeechSegment For,
        SpeechSegment Said,
        VoiceEnvelope Envelope,
        IReadOnlyList<CutPoint> CutPoints,
        CutPointPlacement Placing,
        TextPlacement Placement,
        IReadOnlyList<WordPlace>? Words)
    {
        public bool IsOf(SpokenSegment spoken) =>
            ReferenceEquals(Audio, spoken.Spoken) && ReferenceEquals(For.Recorded, spoken.Segment.Recorded) && For.Tempo.Equals(spoken.Segment.Tempo);
    }
}
