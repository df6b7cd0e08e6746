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
    IReadOnlyList<Diagnostic> Diagnostics);

/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 code units.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Code, string Message, int Line, int Column, string? BeatId);

public enum DiagnosticSeverity
{
    Error,
    Warning,
}

/// <summary>One pass over a script: its validation and, where there are no errors, the script.</summary>
public sealed record ScriptReading(ValidationResult Validation, Script? Script);
