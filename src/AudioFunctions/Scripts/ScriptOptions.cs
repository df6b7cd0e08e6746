using AudioFunctions.Platform;

namespace AudioFunctions.Scripts;

/// <summary>What goes with a script that is handed in.</summary>
internal static class ScriptOptions
{
    private const string MaxCreditsRule = "max_credits is a whole number of credits from 0 to 2147483647.";

    private const string TakesRule = "takes is a whole number from 1 to 5, auto_retakes one from 0 to 5.";

    private const int MaxProjectNameLength = 200;
    private const int MaxTakes = 5;

    /// <returns>Null if both can be used.</returns>
    public static Refusal? Check(string? projectName, int? maxCredits)
    {
        if (projectName?.Trim().Length > MaxProjectNameLength || projectName?.Any(char.IsControl) is true)
        {
            return Refusal.Invalid(
                "project-name-invalid", $"project_name has at most {MaxProjectNameLength} characters and no control characters.");
        }

        return CheckMaxCredits(maxCredits);
    }

    public static Refusal? CheckMaxCredits(int? maxCredits) => maxCredits is < 0 ? InvalidMaxCredits() : null;

    /// <returns>Null if a production can have both.</returns>
    public static Refusal? CheckTakes(int? takes, int? autoRetakes) =>
        takes is < 1 or > MaxTakes || autoRetakes is < 0 or > MaxTakes ? InvalidTakes() : null;

    public static Refusal InvalidTakes() => Refusal.Invalid("option-invalid", TakesRule);

    public static Refusal InvalidMaxCredits() => Refusal.Invalid("option-invalid", MaxCreditsRule);

    /// <summary>A name of blanks is none: the script's counts.</summary>
    public static string? ProjectNameOf(string? given) => given?.Trim() is { Length: > 0 } name ? name : null;
}
