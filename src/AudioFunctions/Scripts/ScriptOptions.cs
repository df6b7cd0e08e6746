using AudioFunctions.Platform;

namespace AudioFunctions.Scripts;

/// <summary>Checks the options of a submitted script.</summary>
internal static class ScriptOptions
{
    private const string MaxCreditsRule = "max_credits must be a whole number from 0 to 2147483647.";

    private const string TakesRule = "takes must be a whole number from 1 to 5, auto_retakes from 0 to 5.";

    private const int MaxProjectNameLength = 200;
    private const int MaxTakes = 5;

    /// <returns>Null if both are valid.</returns>
    public static Refusal? Check(string? projectName, int? maxCredits)
    {
        if (projectName?.Trim().Length > MaxProjectNameLength || projectName?.Any(char.IsControl) is true)
        {
            return Refusal.Invalid(
                "project-name-invalid", $"project_name must have at most {MaxProjectNameLength} characters, none of them control characters.");
        }

        return CheckMaxCredits(maxCredits);
    }

    public static Refusal? CheckMaxCredits(int? maxCredits) => maxCredits is < 0 ? InvalidMaxCredits() : null;

    /// <returns>Null if both are valid.</returns>
    public static Refusal? CheckTakes(int? takes, int? autoRetakes) =>
        takes is < 1 or > MaxTakes || autoRetakes is < 0 or > MaxTakes ? InvalidTakes() : null;

    /// <returns>Null if a beat can be regenerated so many times.</returns>
    public static Refusal? CheckTakes(int? takes) =>
        takes is < 1 or > MaxTakes ? Refusal.Invalid("option-invalid", "takes is a whole number from 1 to 5.") : null;

    public static Refusal InvalidTakes() => Refusal.Invalid("option-invalid", TakesRule);

    public static Refusal InvalidMaxCredits() => Refusal.Invalid("option-invalid", MaxCreditsRule);

    /// <summary>A blank name means none: then the script's is used.</summary>
    public static string? ProjectNameOf(string? given) => given?.Trim() is { Length: > 0 } name ? name : null;
}
