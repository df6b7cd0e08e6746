using AudioFunctions.Voices;

namespace AudioFunctions.Export;

/// <summary>How those who speak are named in what people read.</summary>
internal static class Speakers
{
    /// <returns>The profile's display name; of a character that has lost its profile, the name that the script has.</returns>
    public static string NameOf(string character, IReadOnlyDictionary<string, VoiceProfile> profiles) =>
        profiles.TryGetValue(VoiceCharacters.Normalize(character), out var profile) ? profile.DisplayName : character;
}
