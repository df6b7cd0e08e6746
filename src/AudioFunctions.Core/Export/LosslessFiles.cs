namespace AudioFunctions.Export;

/// <param name="BeatId">Null for the file of all beats.</param>
/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
public sealed record WaveFile(string File, string? BeatId, int DurationMs, int SampleRateHz, int Bits, long SizeBytes, string Sha256)
{
    internal static WaveFile For(ExportedWave wave) => new(
        wave.Copy.FileName, wave.BeatId, wave.Form.DurationMs, wave.Form.SampleRateHz, wave.Form.Bits, wave.Copy.SizeBytes, wave.Copy.Sha256);
}

/// <summary>A recording of one character, as long as all beats together.</summary>
/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
public sealed record StemFile(string File, string Character, int DurationMs, int SampleRateHz, int Bits, long SizeBytes, string Sha256)
{
    internal static StemFile For(ExportedStem stem) => new(
        stem.Copy.FileName, stem.Character, stem.Form.DurationMs, stem.Form.SampleRateHz, stem.Form.Bits, stem.Copy.SizeBytes, stem.Copy.Sha256);
}

/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
public sealed record LabelFile(string File, long SizeBytes, string Sha256);
