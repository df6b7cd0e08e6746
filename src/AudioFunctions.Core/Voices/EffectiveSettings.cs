using AudioFunctions.Scripts;

namespace AudioFunctions.Voices;

/// <summary>What a line is spoken with (PRODUCT.md section 2).</summary>
public static class EffectiveSettings
{
    /// <summary>Strongest first: the regenerate request, the line's own tags, the character's profile. 0 is a value.</summary>
    public static VoiceSettings For(VoiceProfile profile, ScriptLine line, RegenerateSettings regenerate) => new(
        regenerate.Stability ?? line.StabilityOverride ?? profile.Stability,
        regenerate.SimilarityBoost ?? profile.SimilarityBoost,
        regenerate.Style ?? line.StyleOverride ?? profile.Style,
        Math.Clamp(regenerate.Speed ?? line.SpeedOverride ?? profile.Speed, VoiceSettings.MinSpeed, VoiceSettings.MaxSpeed));
}
