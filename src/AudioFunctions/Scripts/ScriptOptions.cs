using AudioFunctions.Platform;

namespace AudioFunctions.Scripts;

/// <summary>What goes with a script that is handed in.</summary>
internal static class ScriptOptions
{
    private const string MaxCreditsRule = "max_credits is a whole number of credits from 0 to 2147483647.";

    private const int MaxProjectNameLength = 200;

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

    public static Refusal InvalidMaxCredits() => Refusal.Invalid("option-invalid", MaxCreditsRule);

    /// <summary>A name of blanks is none: the script's counts.</summary>
    public static string? ProjectNameOf(string? given) => given?.Trim() is { Length: > 0 } name ? name : null;
}
