namespace AudioFunctions.Audio.Quality;

/// <summary>The verdict on a take's sound, judged when it was made.</summary>
/// <param name="Reasons">Of <see cref="QualityReasons"/>, in its order; empty if the verdict is good.</param>
/// <param name="LoudnessLufs">Integrated loudness by ITU-R BS.1770-4; null if less than 0.4 s are heard.</param>
/// <param name="TruePeakDbtp">Null if there is no sound at all.</param>
public sealed record TakeQuality(
    QualityVerdict Verdict, IReadOnlyList<string> Reasons, double? LoudnessLufs, double? TruePeakDbtp)
{
    /// <summary>Of the same sound, louder.</summary>
    public TakeQuality Amplified(double db) => this with { LoudnessLufs = Rounded(LoudnessLufs + db), TruePeakDbtp = Rounded(TruePeakDbtp + db) };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

public enum QualityVerdict
{
    Good,

    /// <summary>A person should listen before the take is used.</summary>
    Suspect,
}

/// <summary>Why a take is suspect. Stable, for programs.</summary>
public static class QualityReasons
{
    /// <summary>A line or more has no sound.</summary>
    public const string Empty = "empty";

    /// <summary>Peaks are cut off flat.</summary>
    public const string Clipped = "clipped";

    /// <summary>The voice goes on to the very end of what the speech service sent.</summary>
    public const string CutOff = "cut-off";

    /// <summary>Silence of more than 1.5 s that nobody has written.</summary>
    public const string LongSilence = "long-silence";

    public const string TooFast = "too-fast";

    public const string TooSlow = "too-slow";

    /// <summary>Noise after the last word.</summary>
    public const string NoisyTail = "noisy-tail";

    public static IReadOnlyList<string> All { get; } = [Empty, Clipped, CutOff, LongSilence, TooFast, TooSlow, NoisyTail];
}
