using AudioFunctions.Audio;

namespace AudioFunctions.Export;

/// <summary>A beat in the joined sound.</summary>
/// <param name="Range">Its samples.</param>
/// <param name="Voices">Who speaks in which of them; together they cover the range.</param>
internal sealed record SoundPart(ExportItem Item, SampleRange Range, IReadOnlyList<VoiceRange> Voices);

/// <param name="Character">Normalized.</param>
internal readonly record struct VoiceRange(string Character, SampleRange Range);

/// <summary>All selected takes, one after another.</summary>
/// <param name="Warnings">Sentences.</param>
internal sealed record SoundTrack(int SampleRateHz, IReadOnlyList<SoundPart> Parts, IReadOnlyList<string> Warnings)
{
    public SampleRange Whole => new(0, Parts.Count == 0 ? 0 : Parts[^1].Range.To);

    /// <summary>The characters, in the order in which they speak.</summary>
    public IReadOnlyList<string> Characters => [.. Parts.SelectMany(part => part.Voices).Select(voice => voice.Character).Distinct()];

    /// <summary>The ranges in which a character speaks, in order.</summary>
    public IReadOnlyList<SampleRange> RangesOf(string character) =>
        [.. Parts.SelectMany(part => part.Voices).Where(voice => voice.Character == character).Select(voice => voice.Range)];

    public IReadOnlyList<MasterPart> MasterParts() =>
        [.. Parts.Select(part => new MasterPart(part.Item.BeatId, part.Item.TakeId, Ms(part.Range.From), Ms(part.Range.To) - Ms(part.Range.From)))];

    public int Ms(long samples) => (int)Math.Round(samples * 1000.0 / SampleRateHz);
}
