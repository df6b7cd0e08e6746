namespace AudioFunctions.Audio.Quality;

/// <summary>When a take is suspect. The thresholds were set on good and on deliberately damaged recordings (benchmark <c>quality</c>).</summary>
internal static class QualityRules
{
    // -50 dBFS: no service speaks this softly.
    private const double MinLoudLevel = 104;
    private const double MinVoicedMs = 30;

    private const double MaxClipped = 0.0002;
    private const double MaxFlat = 0.0025;
    private const double MaxNear = 0.0125;

    // -26 dB: a voice that has faded out is below this level.
    private const double MaxEndLevel = 0.05;
    private const double MaxSilenceMs = 1500;

    // A final "sh" of a slow voice takes 230 ms.
    private const int MaxNoiseMs = 320;

    // Letters per second of voice; 14 is usual. A short text doesn't predict its length well enough.
    private const double MinLetters = 20;
    private const double MinPacedMs = 3000;
    private const double FastestPace = 22;
    private const double SlowestPace = 5.5;

    public static IReadOnlyList<string> ReasonsFor(IReadOnlyList<SegmentSound> segments, double longestSilenceMs)
    {
        var heard = segments.Where(segment => !IsEmpty(segment)).ToList();
        var reasons = new List<string>();
        Check(QualityReasons.Empty, heard.Count < segments.Count);
        Check(QualityReasons.Clipped, heard.Exists(IsClipped));
        Check(QualityReasons.CutOff, heard.Exists(segment => segment.EndLevel > MaxEndLevel && segment.NoiseMs <= MaxNoiseMs));
        Check(QualityReasons.LongSilence, heard.Count == segments.Count && longestSilenceMs > MaxSilenceMs);
        var letters = heard.Aggregate(default(SpokenLetters), (sum, segment) => sum + segment.Letters);
        var pace = Pace(heard);
        Check(QualityReasons.TooFast, letters.Min >= MinLetters && pace.Min > FastestPace);
        Check(QualityReasons.TooSlow, letters.Max >= MinLetters && heard.Sum(segment => segment.VoicedMs) >= MinPacedMs && pace.Max < SlowestPace);
        Check(QualityReasons.NoisyTail, heard.Exists(segment => segment.NoiseMs > MaxNoiseMs));
        return reasons;

        void Check(string reason, bool applies)
        {
            if (applies)
                reasons.Add(reason);
        }
    }

    private static bool IsClipped(SegmentSound segment) =>
        segment.ClippedShare > MaxClipped || segment.FlatShare > MaxFlat || segment.NearShare > MaxNear;

    private static bool IsEmpty(SegmentSound segment) => segment.LoudLevel < MinLoudLevel || segment.VoicedMs < MinVoicedMs;

    /// <summary>Letters per second, converted to normal speed.</summary>
    private static SpokenLetters Pace(List<SegmentSound> segments) =>
        segments.Aggregate(default(SpokenLetters), (sum, segment) => sum + (segment.Letters / segment.Speed))
        / (Math.Max(1, segments.Sum(segment => segment.VoicedMs)) / 1000);
}
