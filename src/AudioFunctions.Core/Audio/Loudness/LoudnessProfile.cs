using System.Text.Json.Serialization;

namespace AudioFunctions.Audio.Loudness;

/// <summary>How loud an export is to be. Its names are part of the contract.</summary>
public enum LoudnessProfile
{
    /// <summary>As it was spoken.</summary>
    [JsonStringEnumMemberName("off")]
    Off,

    /// <summary>−14 LUFS, what YouTube, TikTok and Reels play at.</summary>
    [JsonStringEnumMemberName("short-video")]
    ShortVideo,

    /// <summary>−16 LUFS.</summary>
    [JsonStringEnumMemberName("podcast")]
    Podcast,

    /// <summary>−23 LUFS, of broadcasting (EBU R 128).</summary>
    [JsonStringEnumMemberName("ebu")]
    Ebu,
}

public static class LoudnessTargets
{
    /// <summary>What no profile lets the true peak exceed, in dBTP.</summary>
    public const double MaxTruePeakDbtp = -1;

    /// <summary>Integrated loudness of the mono file. Null if it is to stay as it is.</summary>
    public static double? Lufs(this LoudnessProfile profile) => profile switch
    {
        LoudnessProfile.ShortVideo => -14,
        LoudnessProfile.Podcast => -16,
        LoudnessProfile.Ebu => -23,
        _ => null,
    };
}
