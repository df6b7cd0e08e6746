using Azure;

namespace AudioFunctions.Voices;

/// <summary>The voice of a character. Property order is the order of the public JSON.</summary>
/// <param name="Stability">0–1.</param>
/// <param name="SimilarityBoost">0–1.</param>
/// <param name="Style">0–1.</param>
/// <param name="Speed">Factor, 0.7–1.2.</param>
/// <param name="LanguageCode">ISO 639; null: the service's setting.</param>
/// <param name="ModelId">The model that speaks it; null: the service's setting. The offline voice has one model for all.</param>
public sealed record VoiceProfile(
    string Character,
    string DisplayName,
    string VoiceId,
    double Stability,
    double SimilarityBoost,
    double Style,
    double Speed,
    string Description,
    string? LanguageCode = null,
    string? ModelId = null);

/// <param name="Version">The ETag. It changes with every write; a write with an old version is refused.</param>
public sealed record StoredVoiceProfile(VoiceProfile Profile, ETag Version);
