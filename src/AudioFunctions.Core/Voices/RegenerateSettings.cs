namespace AudioFunctions.Voices;

/// <summary>What a regenerate request asks for; null leaves the script's and the profile's value. 0 is a value.</summary>
/// <param name="Speed">Factor; from the request's <c>speed</c>, else its <c>new_pace</c>.</param>
public sealed record RegenerateSettings(
    string? Direction = null,
    double? Stability = null,
    double? SimilarityBoost = null,
    double? Style = null,
    double? Speed = null)
{
    public static RegenerateSettings None { get; } = new();
}
