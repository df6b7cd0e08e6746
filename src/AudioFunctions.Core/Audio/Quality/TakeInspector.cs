using AudioFunctions.Audio.Cutting;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Quality;

/// <summary>
/// Judges a take while it is joined: each segment's recording as it came, and the take as it is written. The same
/// samples always get the same verdict.
/// </summary>
internal sealed class TakeInspector(int sampleRateHz)
{
    private const double LeastHeardMs = 400;

    private readonly LoudnessMeter _loudness = new(sampleRateHz);
    private readonly TruePeakMeter _peak = new();
    private readonly NaturalSilence _silence = new(sampleRateHz);
    private readonly List<SegmentSound> _segments = [];

    /// <summary>Measures a segment's recording. To be called before its pieces are faded.</summary>
    public void Inspect(SpeechSegment segment, ReadOnlySpan<short> samples, SegmentCuts cuts)
    {
        _segments.Add(SegmentSound.Of(segment, samples, cuts.Envelope, sampleRateHz));
        foreach (var piece in cuts.Pieces)
        {
            _silence.Add(piece.Source, cuts.Envelope);
        }
    }

    /// <summary>Measures what is written of the take, silence too.</summary>
    public void Hear(ReadOnlySpan<short> samples)
    {
        _loudness.Add(samples);
        _peak.Add(samples);
    }

    /// <summary>To be called once, at the end of the take.</summary>
    public TakeQuality Judge()
    {
        var reasons = QualityRules.ReasonsFor(_segments, _silence.LongestMs);
        var isHeard = _segments.Sum(segment => segment.VoicedMs) >= LeastHeardMs;
        return new TakeQuality(
            reasons.Count == 0 ? QualityVerdict.Good : QualityVerdict.Suspect,
            reasons,
            isHeard ? _loudness.Integrated() : null,
            _peak.Finish());
    }
}
