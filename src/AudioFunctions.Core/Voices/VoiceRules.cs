using AudioFunctions.Unicode;

namespace AudioFunctions.Voices;

/// <param name="Field">The field's name in the public JSON.</param>
/// <param name="Message">A sentence that names the field and its allowed values.</param>
public sealed record VoiceProblem(string Field, string Message);

/// <summary>Validates voice profiles and regenerate requests; returns all problems at once.</summary>
public static class VoiceRules
{
    public const int MaxVoiceIdLength = 64;
    public const int MaxModelIdLength = 64;
    public const int MaxDisplayNameLength = 100;
    public const int MaxDescriptionLength = 1000;
    public const int MaxDirectionLength = 500;

    public static IReadOnlyList<VoiceProblem> Check(VoiceProfile profile) =>
    [
        .. Name(profile.Character),
        .. Text("display_name", profile.DisplayName, minLength: 1, MaxDisplayNameLength),
        .. OneLine("display_name", profile.DisplayName),
        .. Id(profile.VoiceId),
        .. Unit("stability", profile.Stability),
        .. Unit("similarity_boost", profile.SimilarityBoost),
        .. Unit("style", profile.Style),
        .. Speed("speed", profile.Speed),
        .. Text("description", profile.Description, minLength: 0, MaxDescriptionLength),
        .. Language(profile.LanguageCode),
        .. Model(profile.ModelId),
    ];

    public static IReadOnlyList<VoiceProblem> Check(RegenerateSettings settings) =>
    [
        .. Text("new_direction", settings.Direction ?? "", minLength: 0, MaxDirectionLength),
        .. Unit("stability", settings.Stability),
        .. Unit("similarity_boost", settings.SimilarityBoost),
        .. Unit("style", settings.Style),
        .. Speed("speed", settings.Speed),
        .. settings.Characters?.SelectMany(own => Check($"characters.{own.Key}.", own.Value)) ?? [],
    ];

    private static IEnumerable<VoiceProblem> Check(string path, SettingOverrides settings) =>
    [
        .. Unit(path + "stability", settings.Stability),
        .. Unit(path + "similarity_boost", settings.SimilarityBoost),
        .. Unit(path + "style", settings.Style),
        .. Speed(path + "speed", settings.Speed),
    ];

    /// <summary>Whether a value is null or has the form of an ISO 639 code.</summary>
    public static bool IsLanguageCode(string? value) => value is null or { Length: 2 or 3 } && value?.All(char.IsAsciiLetterLower) != false;

    private static IEnumerable<VoiceProblem> Language(string? value)
    {
        if (!IsLanguageCode(value))
            yield return new VoiceProblem("language_code", "language_code must be an ISO 639 code of 2 or 3 lower-case letters, for instance 'de'.");
    }

    private static IEnumerable<VoiceProblem> Model(string? value)
    {
        if (value is not (null or { Length: >= 1 and <= MaxModelIdLength }) || value?.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') == false)
        {
            yield return new VoiceProblem(
                "model_id", $"model_id must be the id of an ElevenLabs model, for instance 'eleven_v3': 1–{MaxModelIdLength} of A–Z, a–z, 0–9, '_', '-' and '.'.");
        }
    }

    private static IEnumerable<VoiceProblem> Name(string? character)
    {
        if (character is null || !VoiceCharacters.IsValid(character))
        {
            yield return new VoiceProblem(
                "character", "character must be 1–64 of a–z, 0–9, '_' and '-', and start with a letter or digit.");
        }

        if (character == VoiceCharacters.Reserved)
            yield return new VoiceProblem("character", "character must not be 'available': that is the address of the account's voices.");
    }

    private static IEnumerable<VoiceProblem> Id(string? voiceId)
    {
        if (voiceId is not { Length: >= 1 and <= MaxVoiceIdLength } || !voiceId.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            yield return new VoiceProblem(
                "voice_id", $"voice_id must be an ElevenLabs voice id: 1–{MaxVoiceIdLength} of A–Z, a–z, 0–9, '_' and '-'.");
        }
    }

    private static IEnumerable<VoiceProblem> Text(string field, string? value, int minLength, int maxLength)
    {
        // Counted like the text of a script.
        if (value is null || CodePoints.CountIn(value) is var length && (length < minLength || length > maxLength))
            yield return new VoiceProblem(field, $"{field} must be {minLength}–{maxLength} characters long.");
    }

    private static IEnumerable<VoiceProblem> OneLine(string field, string? value)
    {
        if (value?.Any(char.IsControl) is true)
            yield return new VoiceProblem(field, $"{field} must be one line, without control characters.");
    }

    private static IEnumerable<VoiceProblem> Unit(string field, double? value) => Range(field, value, 0, 1);

    private static IEnumerable<VoiceProblem> Speed(string field, double? value) =>
        Range(field, value, VoiceSettings.MinSpeed, VoiceSettings.MaxSpeed);

    private static IEnumerable<VoiceProblem> Range(string field, double? value, double min, double max)
    {
        // Every comparison with NaN is false, so this form rejects it too.
        if (value is { } number && !(number >= min && number <= max))
            yield return new VoiceProblem(field, FormattableString.Invariant($"{field} must be between {min} and {max}."));
    }
}
