using AudioFunctions.Scripts;

namespace AudioFunctions.Voices;

/// <summary>The settings that a line is spoken with.</summary>
public static class EffectiveSettings
{
    /// <summary>
    /// In order of precedence: the regenerate request (for this character, then for all), the line's own tags, the character's profile.
    /// 0 is a value.
    /// </summary>
    public static VoiceSettings For(VoiceProfile profile, ScriptLine line, RegenerateSettings regenerate)
    {
        var asked = regenerate.For(profile.Character);
        return new VoiceSettings(
            asked.Stability ?? line.StabilityOverride ?? profile.Stability,
            asked.SimilarityBoost ?? profile.SimilarityBoost,
            asked.Style ?? line.StyleOverride ?? profile.Style,
            Math.Clamp(asked.Speed ?? line.SpeedOverride ?? profile.Speed, VoiceSettings.MinSpeed, VoiceSettings.MaxSpeed));
    }
}
