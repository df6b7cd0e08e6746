namespace AudioFunctions.Audio.Loudness;

/// <summary>The measured levels of a sound.</summary>
/// <param name="Lufs">Integrated loudness by ITU-R BS.1770-4; null if less than 0.4 s are audible.</param>
/// <param name="TruePeakDbtp">Null if there is no sound at all.</param>
public sealed record LoudnessLevels(double? Lufs, double? TruePeakDbtp)
{
    public LoudnessLevels Rounded() => new(Round(Lufs), Round(TruePeakDbtp));

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

/// <summary>How an export was brought to its loudness.</summary>
/// <param name="GainDb">The one gain for the whole session, before the limiter; 0 if nothing could be measured.</param>
/// <param name="Limited">Whether the limiter was needed.</param>
/// <param name="Before">Of all selected takes, joined.</param>
/// <param name="After">Of the finished sound; the peak is the highest of the lossless sound and the decoded MP3s.</param>
public sealed record LoudnessReport(
    LoudnessProfile Profile, double TargetLufs, double GainDb, bool Limited, LoudnessLevels Before, LoudnessLevels After);
