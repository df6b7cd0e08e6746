using AudioFunctions.Audio.Loudness;

namespace AudioFunctions.Export;

/// <summary>The files made from lossless takes.</summary>
/// <param name="Copies">The beats' MP3s in the order of the plan's items; empty if they are those of the takes.</param>
/// <param name="Master">Null if none was requested.</param>
/// <param name="Waves">One for each beat, then one for all of them; empty if none were requested.</param>
/// <param name="Stems">In the order in which the characters speak; empty if none were requested.</param>
/// <param name="Labels">Labels of the lines; null without stems.</param>
/// <param name="Loudness">Null if it wasn't changed.</param>
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

/// <param name="BeatId">Null for the file of all beats.</param>
public sealed record ExportedWave(string? BeatId, WaveForm Form, ExportedCopy Copy);

/// <param name="Character">Normalized.</param>
public sealed record ExportedStem(string Character, WaveForm Form, ExportedCopy Copy);

/// <summary>Properties of a mono WAV.</summary>
/// <param name="Bits">Bits per sample: 16, or 24 if a gain was applied, which needs more than 16.</param>
public readonly record struct WaveForm(int DurationMs, int SampleRateHz, int Bits);
