using AudioFunctions.Audio.Joints;
using AudioFunctions.Audio.Signal;
using AudioFunctions.Scripts;

namespace AudioFunctions.Audio.Mixing;

/// <summary>The pauses at a segment's ends: each is the sum of what its two neighbours ask for.</summary>
/// <param name="BeforeMs">Null where nothing is asked for and the recording starts as it was spoken: before the beat's first words.</param>
internal readonly record struct OuterPauses(int? BeforeMs, int AfterMs);

/// <summary>Decides where a segment is cut and what natural silence is left out (PRODUCT.md section 4).</summary>
internal sealed class SegmentCutter(PauseMode mode, int sampleRateHz)
{
    // Natural silence left beside a word in exact mode, in which its last sound dies away.
    private const int KeptSilenceMs = 10;

    public SegmentCuts Cut(SpokenSegment spoken, ReadOnlySpan<short> samples, OuterPauses outer)
    {
        var envelope = new VoiceEnvelope(samples, sampleRateHz);
        var times = CharacterTimes.From(spoken.Spoken.Alignment, spoken.Segment.Text.Length, samples.Length, sampleRateHz);
        var joints = SegmentJoints.Of(spoken.Segment, trimsLineEnds: mode == PauseMode.Exact).Inner;
        var placement = times is null
            ? new DetectedPlacement(spoken.Segment, envelope, sampleRateHz).Place(joints)
            : new AlignedPlacement(spoken.Segment, times, envelope, sampleRateHz).Place(joints);

        var ends = Ends(spoken, samples.Length, envelope.Voice, times, outer);
        var keptHead = mode == PauseMode.Exact && outer.BeforeMs is not null ? envelope.Voice.From - ends.From : 0;
        return new SegmentCuts(
            Pieces(joints, placement.Joints, ends),
            Math.Max(0, keptHead),
            mode == PauseMode.Exact ? Math.Max(0, ends.To - envelope.Voice.To) : 0,
            placement.Lines,
            Warnings(joints, placement.Joints));
    }

    private List<Piece> Pieces(IReadOnlyList<Joint> joints, IReadOnlyList<JointPlace?> places, SampleRange ends)
    {
        var pieces = new List<Piece>();
        var start = ends.From;
        int? pauseMs = null;
        var kept = 0;
        for (var i = 0; i < joints.Count; i++)
        {
            if (joints[i].PauseMs is not { } ms || places[i] is not { } place)
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

    /// <summary>What of the whole segment is used: in exact mode without the natural silence at its ends.</summary>
    private SampleRange Ends(SpokenSegment spoken, int length, SampleRange voice, CharacterTimes? times, OuterPauses outer)
    {
        var whole = new SampleRange(0, length);
        if (mode != PauseMode.Exact || voice.Length == 0)
            return whole;

        var text = spoken.Segment.Text;
        var first = SpokenText.FirstHeardFrom(text, 0);
        var last = SpokenText.LastHeardBefore(text, text.Length);
        // What the alignment calls a word is kept, however faint.
        var wordStart = times is null || first < 0 ? length : times.End(first);
        var wordEnd = times is null || last < 0 ? 0 : times.Start(last);
        var head = Math.Min(voice.From, wordStart);
        var tail = length - Math.Max(voice.To, wordEnd);
        return new SampleRange(
            outer.BeforeMs is { } beforeMs ? Dropped(head, beforeMs) : 0,
            length - Dropped(tail, outer.AfterMs));
    }

    /// <summary>How much of the natural silence on one side of a pause is left out.</summary>
    private int Dropped(int silence, int pauseMs)
    {
        if (mode != PauseMode.Exact)
            return 0;
        var kept = sampleRateHz * Math.Clamp(pauseMs / 2, Fade.Ms, KeptSilenceMs) / 1000;
        return Math.Max(0, silence - kept);
    }

    private static List<string> Warnings(IReadOnlyList<Joint> joints, IReadOnlyList<JointPlace?> places) =>
    [
        .. joints.Where((joint, i) => joint.PauseMs > 0 && places[i] is null).Select(joint =>
            $"The pause of {joint.PauseMs} ms {joint.Where} is missing: the speech came without usable timing, "
            + "and no silence was found near where it belongs."),
    ];
}
