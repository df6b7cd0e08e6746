using System.Globalization;

namespace AudioFunctions.Scripts;

/// <summary>The public result of validating a script. Property order is the order of the public JSON.</summary>
/// <param name="Errors">The errors as sentences with line and column.</param>
/// <param name="BeatCount">Well-formed beats.</param>
/// <param name="CharacterCount">Text lines per character.</param>
public sealed record ValidationResult(
    bool IsValid,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Warnings,
    int BeatCount,
    IReadOnlyDictionary<string, int> CharacterCount,
    IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>How many diagnostics a response lists: a megabyte of nonsense can have a million, whose JSON would be half a gigabyte.</summary>
    private const int MaxDiagnostics = 10_000;

    /// <summary>The warnings of one code, as sentences.</summary>
    public IReadOnlyList<string> WarningsOf(string code) =>
    [
        .. Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning).Zip(Warnings)
            .Where(warning => warning.First.Code == code)
            .Select(warning => warning.Second),
    ];

    /// <summary>
    /// The same result, short enough to send or store: the first <see cref="MaxDiagnostics"/> diagnostics. The last error sentence (the last
    /// warning, if no error is left out) says how many more there are.
    /// </summary>
    public ValidationResult Bounded()
    {
        var more = Diagnostics.Count - MaxDiagnostics;
        if (more <= 0)
            return this;

        var shown = Diagnostics.Take(MaxDiagnostics).ToList();
        var errors = shown.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var rest = string.Create(CultureInfo.InvariantCulture, $"and {more} more problems, which are not listed; fix these first");
        var warnings = Warnings.Take(shown.Count - errors);
        return Errors.Count > errors
            ? this with { Diagnostics = shown, Errors = [.. Errors.Take(errors), rest], Warnings = [.. warnings] }
            : this with { Diagnostics = shown, Warnings = [.. warnings, rest] };
    }
}

/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 code units.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message, int Line, int Column, string? BeatId);

public enum DiagnosticSeverity
{
    Error,
    Warning,
}

/// <summary>The result of reading a script: its validation and, if there are no errors, the script.</summary>
public sealed record ParseResult(ValidationResult Validation, Script? Script);
