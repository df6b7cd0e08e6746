namespace AudioFunctions.Audio;

/// <summary>The quality of a take's sound, checked when the take was made.</summary>
/// <param name="Reasons">From <see cref="QualityReasons"/>, in its order; empty if the verdict is good.</param>
/// <param name="LoudnessLufs">Integrated loudness by ITU-R BS.1770-4; null if less than 0.4 s are audible.</param>
/// <param name="TruePeakDbtp">Null if there is no sound at all.</param>
public sealed record TakeQuality(
    QualityVerdict Verdict, IReadOnlyList<string> Reasons, double? LoudnessLufs, double? TruePeakDbtp)
{
    /// <summary>The quality of the same sound after a gain.</summary>
    public TakeQuality Amplified(double db) => this with { LoudnessLufs = Rounded(LoudnessLufs + db), TruePeakDbtp = Rounded(TruePeakDbtp + db) };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}

public enum QualityVerdict
{
    Good,

    /// <summary>Listen to the take before you use it.</summary>
    Suspect,
}

/// <summary>Why a take is suspect. Part of the contract: never renamed.</summary>
public static class QualityReasons
{
    /// <summary>One or more segments contain no sound.</summary>
    public const string Empty = "empty";

    /// <summary>Peaks are clipped.</summary>
    public const string Clipped = "clipped";

    /// <summary>The voice goes on to the very end of what the speech service sent.</summary>
    public const string CutOff = "cut-off";

    /// <summary>More than 1.5 s of silence beyond the written pauses.</summary>
    public const string LongSilence = "long-silence";

    public const string TooFast = "too-fast";

    public const string TooSlow = "too-slow";

    /// <summary>Noise after the last word.</summary>
    public const string NoisyTail = "noisy-tail";

    public static IReadOnlyList<string> All { get; } = [Empty, Clipped, CutOff, LongSilence, TooFast, TooSlow, NoisyTail];
}
