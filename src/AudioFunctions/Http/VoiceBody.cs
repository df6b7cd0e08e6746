using AudioFunctions.Voices;

namespace AudioFunctions.Http;

/// <summary>The body of <c>PUT</c> and <c>PATCH voices/{character}</c>; what a <c>GET</c> answered can be sent back.</summary>
internal sealed record VoiceBody(
    string? Character,
    string? DisplayName,
    string? VoiceId,
    double? Stability,
    double? SimilarityBoost,
    double? Style,
    double? Speed,
    string? Description,
    string? LanguageCode)
{
    /// <summary>A whole profile. A number that is absent is none, and so out of every range.</summary>
    public VoiceProfile Whole(string character) => new(
        character,
        DisplayName ?? character,
        VoiceId ?? "",
        Stability ?? double.NaN,
        SimilarityBoost ?? double.NaN,
        Style ?? double.NaN,
        Speed ?? double.NaN,
        Description ?? "",
        LanguageCode is "" ? null : LanguageCode);

    /// <summary>The profile with what the body names changed, and the rest kept. An empty language code takes the profile's away.</summary>
    public VoiceProfile Over(VoiceProfile profile) => new(
        profile.Character,
        DisplayName ?? profile.DisplayName,
        VoiceId ?? profile.VoiceId,
        Stability ?? profile.Stability,
        SimilarityBoost ?? profile.SimilarityBoost,
        Style ?? profile.Style,
        Speed ?? profile.Speed,
        Description ?? profile.Description,
        LanguageCode is "" ? null : LanguageCode ?? profile.LanguageCode);
}
