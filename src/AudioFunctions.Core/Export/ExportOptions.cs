using System.Text.Json.Serialization;
using AudioFunctions.Audio.Loudness;

namespace AudioFunctions.Export;

/// <summary>What an export makes besides a file for each beat and the manifest.</summary>
/// <param name="Master">All selected takes in one recording, in script order.</param>
/// <param name="Captions">SubRip and WebVTT for each beat, and for the master if there is one.</param>
/// <param name="Zip">Everything in one archive.</param>
/// <param name="Words">Word timings for each beat and for all of them: JSON for Remotion, and karaoke subtitles.</param>
/// <param name="Wav">Lossless recordings of each beat, and of all of them in one.</param>
/// <param name="Stems">A lossless recording for each character, as long as the master, and labels of the lines.</param>
/// <param name="Fit">Target lengths in seconds, by beat; null for none.</param>
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

    /// <summary>Whether the beats' MP3s differ from those of their takes.</summary>
    [JsonIgnore]
    public bool ChangesSound => Loudness != LoudnessProfile.Off || Fit is { Count: > 0 };

    /// <summary>Whether files other than the master need lossless takes.</summary>
    [JsonIgnore]
    public bool NeedsSound => ChangesSound || Wav || Stems;

    public bool Equals(ExportOptions? other) => other is not null && Key() == other.Key();

    public override int GetHashCode() => Key().GetHashCode();

    private (bool, bool, bool, bool, bool, bool, LoudnessProfile, string) Key() =>
        (Master, Captions, Zip, Words, Wav, Stems, Loudness, string.Join(' ', (Fit ?? new Dictionary<string, double>()).OrderBy(beat => beat.Key, StringComparer.Ordinal)));
}
