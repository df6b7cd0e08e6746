namespace AudioFunctions.Voices;

/// <summary>The body of <c>PUT</c> and <c>PATCH voices/{character}</c>; a client can send back the response of a <c>GET</c>.</summary>
internal sealed record VoiceBody(
    string? Character,
    string? DisplayName,
    string? VoiceId,
    double? Stability,
    double? SimilarityBoost,
    double? Style,
    double? Speed,
    string? Description,
    string? LanguageCode,
    string? ModelId)
{
    /// <summary>The fields that a whole profile needs and the body lacks.</summary>
    public IReadOnlyList<string> Missing()
    {
        (string Field, object? Value)[] needed =
            [("voice_id", VoiceId), ("stability", Stability), ("similarity_boost", SimilarityBoost), ("style", Style), ("speed", Speed)];
        return [.. needed.Where(one => one.Value is null).Select(one => one.Field)];
    }

    /// <summary>A whole profile, if nothing is <see cref="Missing"/>. Display name and description have defaults.</summary>
    public VoiceProfile Whole(string character) => new(
        character,
        DisplayName ?? character,
        VoiceId!,
        Stability!.Value,
        SimilarityBoost!.Value,
        Style!.Value,
        Speed!.Value,
        Description ?? "",
        LanguageCode is "" ? null : LanguageCode,
        ModelId is "" ? null : ModelId);

    /// <summary>The profile with the body's fields changed. An empty language code or model removes the profile's.</summary>
    public VoiceProfile Over(VoiceProfile profile) => new(
        profile.Character,
        DisplayName ?? profile.DisplayName,
        VoiceId ?? profile.VoiceId,
        Stability ?? profile.Stability,
        SimilarityBoost ?? profile.SimilarityBoost,
        Style ?? profile.Style,
        Speed ?? profile.Speed,
        Description ?? profile.Description,
        LanguageCode is "" ? null : LanguageCode ?? profile.LanguageCode,
        ModelId is "" ? null : ModelId ?? profile.ModelId);
}
