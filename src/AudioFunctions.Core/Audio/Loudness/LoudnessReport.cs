namespace AudioFunctions.Audio.Loudness;

/// <summary>What was measured of a sound.</summary>
/// <param name="Lufs">Integrated loudness by ITU-R BS.1770-4; null if nothing is heard for 0.4 s.</param>
/// <param name="TruePeakDbtp">Null if there is no sound at all.</param>
public sealed record LoudnessLevels(double? Lufs, double? TruePeakDbtp)
{
    public LoudnessLevels Rounded() => new(Round(Lufs), Round(TruePeakDbtp));

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

/// <summary>How an export was made as loud as it is.</summary>
/// <param name="GainDb">The one gain of the whole session, before the limiter; 0 if nothing could be measured.</param>
/// <param name="Limited">Whether the limiter was needed to hold the peaks.</param>
/// <param name="Before">All selected takes, one behind the other.</param>
/// <param name="After">The same, finished; the peak is the highest of the lossless sound and of the MP3s, decoded.</param>
public sealed record LoudnessReport(
    LoudnessProfile Profile, double TargetLufs, double GainDb, bool Limited, LoudnessLevels Before, LoudnessLevels After);
