using System.Text.Json.Serialization;
using AudioFunctions.Audio.Loudness;

namespace AudioFunctions.Export;

/// <summary>What an export makes beside a file for each beat and the manifest.</summary>
/// <param name="Master">All selected takes in one recording, in script order.</param>
/// <param name="Captions">SubRip and WebVTT for each beat, and for the master where there is one.</param>
/// <param name="Zip">Everything in one archive.</param>
/// <param name="Words">When each word is said, for each beat and for all of them: JSON for Remotion and karaoke subtitles.</param>
/// <param name="Wav">Each beat, and all of them in one recording, without loss.</param>
/// <param name="Stems">A lossless recording for each character, as long as the master, and labels of the lines.</param>
/// <param name="Fit">How long a beat is to be, in seconds, by beat; null if none is to be another length.</param>
public sealed record ExportOptions(
    bool Master,
    bool Captions,
    bool Zip,
    bool Words = false,
    bool Wav = false,
    bool Stems = false,
    LoudnessProfile Loudness = LoudnessProfile.Off,
    IReadOnlyDictionary<string, double>? Fit = null)
{
    public static ExportOptions None { get; } = new(false, false, false);

    /// <summary>Whether the beats' MP3s are other than those of their takes.</summary>
    [JsonIgnore]
    public bool ChangesSound => Loudness != LoudnessProfile.Off || Fit is { Count: > 0 };

    /// <summary>Whether the takes have to be made again without loss, not only for the master.</summary>
    [JsonIgnore]
    public bool NeedsSound => ChangesSound || Wav || Stems;

    public bool Equals(ExportOptions? other) => other is not null && Key() == other.Key();

    public override int GetHashCode() => Key().GetHashCode();

    private (bool, bool, bool, bool, bool, bool, LoudnessProfile, string) Key() =>
        (Master, Captions, Zip, Words, Wav, Stems, Loudness, string.Join(' ', (Fit ?? new Dictionary<string, double>()).OrderBy(beat => beat.Key, StringComparer.Ordinal)));
}
