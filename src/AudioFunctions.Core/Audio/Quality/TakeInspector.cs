using AudioFunctions.Audio.Cutting;
using AudioFunctions.Metering;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Quality;

/// <summary>
/// Checks a take's quality while it is joined: each segment's original recording, and the take as it is written. The same samples always
/// get the same verdict.
/// </summary>
internal sealed class TakeInspector(int sampleRateHz)
{
    private const double MinHeardMs = 400;

    private readonly LoudnessMeter _loudness = new(sampleRateHz);
    private readonly TruePeakMeter _peak = new();
    private readonly NaturalSilence _silence = new(sampleRateHz);
    private readonly List<SegmentSound> _segments = [];

    /// <summary>Measures a segment's recording. Call it before the pieces are faded.</summary>
    public void Inspect(SpeechSegment segment, ReadOnlySpan<short> samples, SegmentCuts cuts)
    {
        _segments.Add(SoundOf(segment, samples, cuts));
        foreach (var piece in cuts.Pieces)
        {
            _silence.Add(piece.Source, cuts.Envelope);
        }
    }

    /// <summary>Of an excerpt, what is used of its recording; the voice does not end where it is cut off.</summary>
    private SegmentSound SoundOf(SpeechSegment segment, ReadOnlySpan<short> samples, SegmentCuts cuts)
    {
        if (cuts.Excerpt is not { } used)
            return SegmentSound.Of(segment, samples, cuts.Envelope, sampleRateHz);
        var own = samples[used.From..used.To];
        var sound = SegmentSound.Of(segment, own, new VoiceEnvelope(own, sampleRateHz), sampleRateHz);
        return used.To == samples.Length ? sound : sound with { EndLevel = 0, NoiseMs = 0 };
    }

    /// <summary>Measures samples written to the take, including silence.</summary>
    public void Hear(ReadOnlySpan<short> samples)
    {
        _loudness.Add(samples);
        _peak.Add(samples);
    }

    /// <summary>Call it once, at the end of the take.</summary>
    public TakeQuality Judge()
    {
        var reasons = QualityRules.ReasonsFor(_segments, _silence.LongestMs);
        var isHeard = _segments.Sum(segment => segment.VoicedMs) >= MinHeardMs;
        return new TakeQuality(
            reasons.Count == 0 ? QualityVerdict.Good : QualityVerdict.Suspect,
            reasons,
            isHeard ? _loudness.Integrated() : null,
            _peak.Finish());
    }
}
