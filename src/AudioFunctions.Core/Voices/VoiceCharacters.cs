namespace AudioFunctions.Voices;

/// <summary>The rules for the names of characters.</summary>
public static class VoiceCharacters
{
    public const string EveryCoon = "every-coon";

    /// <summary><c>voices/available</c> is the address of the account's voices; no profile can have it.</summary>
    public const string Reserved = "available";

    public const int MaxLength = 64;

    /// <summary>
    /// The spelling that profiles are stored under: trimmed, lower case, aliases resolved (<c>everycoon</c> is <c>every-coon</c>).
    /// </summary>
    public static string Normalize(string character)
    {
        var name = character.Trim().ToLowerInvariant();
        return name == "everycoon" ? EveryCoon : name;
    }

    /// <summary>
    /// Whether a normalized name can stand in a table key and in a URL: 1–64 of a–z, 0–9, _ and -, first a letter or digit.
    /// </summary>
    public static bool IsValid(string character) =>
        character.Length is >= 1 and <= MaxLength
        && char.IsAsciiLetterOrDigit(character[0])
        && character.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}
