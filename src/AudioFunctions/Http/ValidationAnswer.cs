using System.Globalization;
using AudioFunctions.Scripts;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>
/// A validation as an answer. A megabyte of nonsense has a million problems, whose JSON would be half a gigabyte: the first
/// <see cref="MaxDiagnostics"/> go out, and the last error sentence (the last warning, where no error is left out) says how many more
/// there are.
/// </summary>
internal static class ValidationAnswer
{
    internal const int MaxDiagnostics = 10_000;

    public static IResult Of(ValidationResult validation, int status = StatusCodes.Status200OK) => HttpEdge.Json(Bounded(validation), status);

    /// <summary>The same validation, short enough to be written down.</summary>
    internal static ValidationResult Bounded(ValidationResult validation)
    {
        var more = validation.Diagnostics.Count - MaxDiagnostics;
        if (more <= 0)
            return validation;

        var shown = validation.Diagnostics.Take(MaxDiagnostics).ToList();
        var errors = shown.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var rest = string.Create(CultureInfo.InvariantCulture, $"and {more} more problems, which are not listed; mend these first");
        var warnings = validation.Warnings.Take(shown.Count - errors);
        return validation.Errors.Count > errors
            ? validation with { Diagnostics = shown, Errors = [.. validation.Errors.Take(errors), rest], Warnings = [.. warnings] }
            : validation with { Diagnostics = shown, Warnings = [.. warnings, rest] };
    }
}
