using System.Text.Json.Serialization;

namespace AudioFunctions.Audio.Loudness;

/// <summary>The target loudness of an export. The names are part of the contract.</summary>
public enum LoudnessProfile
{
    /// <summary>No change.</summary>
    [JsonStringEnumMemberName("off")]
    Off,

    /// <summary>−14 LUFS, the playback loudness of YouTube, TikTok and Reels.</summary>
    [JsonStringEnumMemberName("short-video")]
    ShortVideo,

    /// <summary>−16 LUFS.</summary>
    [JsonStringEnumMemberName("podcast")]
    Podcast,

    /// <summary>−23 LUFS, the broadcasting standard (EBU R 128).</summary>
    [JsonStringEnumMemberName("ebu")]
    Ebu,
}

public static class LoudnessTargets
{
    /// <summary>The highest true peak of every profile, in dBTP.</summary>
    public const double MaxTruePeakDbtp = -1;

    /// <summary>The target for the mono file's integrated loudness. Null for no change.</summary>
    public static double? Lufs(this LoudnessProfile profile) => profile switch
    {
        LoudnessProfile.ShortVideo => -14,
        LoudnessProfile.Podcast => -16,
        LoudnessProfile.Ebu => -23,
        _ => null,
    };
}
