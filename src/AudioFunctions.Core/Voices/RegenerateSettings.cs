namespace AudioFunctions.Voices;

/// <summary>Voice settings of a regenerate request; null keeps the script's or the profile's value. 0 is a value.</summary>
/// <param name="Speed">Factor; from the request's <c>speed</c>, else its <c>new_pace</c>.</param>
public sealed record SettingOverrides(
    double? Stability = null, double? SimilarityBoost = null, double? Style = null, double? Speed = null);

/// <summary>The settings of a regenerate request; null keeps the script's or the profile's value. 0 is a value.</summary>
/// <param name="Speed">Factor; from the request's <c>speed</c>, else its <c>new_pace</c>.</param>
/// <param name="Characters">Settings for one character's lines, which take precedence over those for all. By normalized character.</param>
public sealed record RegenerateSettings(
    string? Direction = null,
    double? Stability = null,
    double? SimilarityBoost = null,
    double? Style = null,
    double? Speed = null,
    IReadOnlyDictionary<string, SettingOverrides>? Characters = null)
{
    public static RegenerateSettings None { get; } = new();

    /// <summary>The settings for a character's lines.</summary>
    /// <param name="character">Normalized.</param>
    public SettingOverrides For(string character)
    {
        var own = Characters?.GetValueOrDefault(character);
        return new SettingOverrides(
            own?.Stability ?? Stability, own?.SimilarityBoost ?? SimilarityBoost, own?.Style ?? Style, own?.Speed ?? Speed);
    }

    /// <summary>What is asked for one character's lines, over what was asked for them earlier.</summary>
    /// <param name="character">Normalized.</param>
    public RegenerateSettings Over(RegenerateSettings earlier, string character)
    {
        var (own, before) = (For(character), earlier.For(character));
        return new RegenerateSettings(
            Direction ?? earlier.Direction,
            own.Stability ?? before.Stability,
            own.SimilarityBoost ?? before.SimilarityBoost,
            own.Style ?? before.Style,
            own.Speed ?? before.Speed);
    }

    public bool Equals(RegenerateSettings? other) =>
        other is not null
        && Direction == other.Direction
        && ForAll == other.ForAll
        && HasSameCharacters(other.Characters ?? new Dictionary<string, SettingOverrides>());

    public override int GetHashCode() => HashCode.Combine(Direction, ForAll, Characters?.Count ?? 0);

    private SettingOverrides ForAll => new(Stability, SimilarityBoost, Style, Speed);

    private bool HasSameCharacters(IReadOnlyDictionary<string, SettingOverrides> others) =>
        (Characters?.Count ?? 0) == others.Count
        && Characters?.All(own => others.TryGetValue(own.Key, out var other) && own.Value == other) != false;
}
