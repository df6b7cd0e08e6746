using AudioFunctions.Voices;

namespace AudioFunctions.Export;

/// <summary>Display names of characters.</summary>
internal static class Speakers
{
    /// <returns>The profile's display name; without a profile, the name in the script.</returns>
    public static string NameOf(string character, IReadOnlyDictionary<string, VoiceProfile> profiles) =>
        profiles.TryGetValue(VoiceCharacters.Normalize(character), out var profile) ? profile.DisplayName : character;
}
