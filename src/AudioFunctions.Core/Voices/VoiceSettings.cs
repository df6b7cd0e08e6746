namespace AudioFunctions.Voices;

/// <summary>The settings that a segment is spoken with.</summary>
/// <param name="Stability">0–1.</param>
/// <param name="SimilarityBoost">0–1.</param>
/// <param name="Style">0–1.</param>
/// <param name="Speed">Factor, 0.7–1.2.</param>
public sealed record VoiceSettings(double Stability, double SimilarityBoost, double Style, double Speed)
{
    /// <summary>ElevenLabs' slowest speed.</summary>
    public const double MinSpeed = 0.7;

    /// <summary>ElevenLabs' fastest speed.</summary>
    public const double MaxSpeed = 1.2;
}
