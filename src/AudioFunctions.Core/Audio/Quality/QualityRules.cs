namespace AudioFunctions.Audio.Quality;

/// <summary>When a take counts as suspect. The thresholds were set on recordings made bad on purpose and on good ones (benchmark <c>quality</c>).</summary>
internal static class QualityRules
{
    // -50 dBFS: no service speaks as softly.
    private const double LeastLoudLevel = 104;
    private const double LeastVoicedMs = 30;

    private const double MostClipped = 0.0002;
    private const double MostFlat = 0.0025;
    private const double MostNear = 0.01;

    // -26 dB: a voice that has died away is below.
    private const double MostEndLevel = 0.05;
    private const double MostSilenceMs = 1500;

    // A last "sh" of a slow voice takes 230.
    private const int MostNoiseMs = 320;

    // Letters a second of heard voice: 14 is usual. A short text says too little of how long it takes, and so do digits, signs and other scripts.
    private const double FewestLetters = 20;
    private const double LeastPacedMs = 3000;
    private const double FastestPace = 22;
    private const double SlowestPace = 5.5;

    public static IReadOnlyList<string> ReasonsFor(IReadOnlyList<SegmentSound> segments, double longestSilenceMs)
    {
        var heard = segments.Where(segment => !IsEmpty(segment)).ToList();
        var reasons = new List<string>();
        Check(QualityReasons.Empty, heard.Count < segments.Count);
        Check(QualityReasons.Clipped, heard.Exists(IsClipped));
        Check(QualityReasons.CutOff, heard.Exists(segment => segment.EndLevel > MostEndLevel && segment.NoiseMs <= MostNoiseMs));
        Check(QualityReasons.LongSilence, heard.Count == segments.Count && longestSilenceMs > MostSilenceMs);
        var hasPace = heard.Sum(segment => segment.Letters) >= FewestLetters && heard.TrueForAll(segment => segment.IsPlain);
        Check(QualityReasons.TooFast, hasPace && Pace(heard) > FastestPace);
        Check(QualityReasons.TooSlow, hasPace && heard.Sum(segment => segment.VoicedMs) >= LeastPacedMs && Pace(heard) < SlowestPace);
        Check(QualityReasons.NoisyTail, heard.Exists(segment => segment.NoiseMs > MostNoiseMs));
        return reasons;

        void Check(string reason, bool applies)
        {
            if (applies)
                reasons.Add(reason);
        }
    }

    private static bool IsClipped(SegmentSound segment) =>
        segment.ClippedShare > MostClipped || segment.FlatShare > MostFlat || segment.NearShare > MostNear;

    private static bool IsEmpty(SegmentSound segment) => segment.LoudLevel < LeastLoudLevel || segment.VoicedMs < LeastVoicedMs;

    /// <summary>Letters a second, as if all were spoken at normal speed.</summary>
    private static double Pace(IReadOnlyList<SegmentSound> segments) =>
        segments.Sum(segment => segment.Letters / segment.Speed) * 1000 / Math.Max(1, segments.Sum(segment => segment.VoicedMs));
}
