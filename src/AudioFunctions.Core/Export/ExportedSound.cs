using AudioFunctions.Audio.Loudness;

namespace AudioFunctions.Export;

/// <summary>What was made of the takes without loss.</summary>
/// <param name="Copies">The beats' MP3s in the order of the plan's items; empty if they are those of the takes.</param>
/// <param name="Master">Null if none was asked for.</param>
/// <param name="Waves">Of the beats, then of all of them; empty if none were asked for.</param>
/// <param name="Stems">In the order in which the characters speak; empty if none were asked for.</param>
/// <param name="Labels">Of the lines, with the stems; null without them.</param>
/// <param name="Loudness">Null if it was left as it was spoken.</param>
/// <param name="Warnings">Sentences.</param>
public sealed record ExportedSound(
    IReadOnlyList<ExportedCopy> Copies,
    ExportedMaster? Master,
    IReadOnlyList<ExportedWave> Waves,
    IReadOnlyList<ExportedStem> Stems,
    ExportedCopy? Labels,
    LoudnessReport? Loudness,
    IReadOnlyList<string> Warnings)
{
    public IEnumerable<ExportedCopy> LosslessFiles() =>
        [.. Waves.Select(wave => wave.Copy), .. Stems.Select(stem => stem.Copy), .. Labels is null ? [] : new[] { Labels }];
}

/// <param name="BeatId">Null for that of all beats.</param>
public sealed record ExportedWave(string? BeatId, WaveForm Form, ExportedCopy Copy);

/// <param name="Character">Normalized.</param>
public sealed record ExportedStem(string Character, WaveForm Form, ExportedCopy Copy);

/// <summary>What a mono WAV holds.</summary>
/// <param name="Bits">Of a sample: 16, or 24 if a gain was applied, which leaves more than 16.</param>
public readonly record struct WaveForm(int DurationMs, int SampleRateHz, int Bits);
