namespace AudioFunctions.Cli.Api;

/// <summary>The part of a validation result that is shown.</summary>
public sealed record Validation(IReadOnlyList<Diagnostic> Diagnostics);

/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Column">1-based, in UTF-16 code units.</param>
public sealed record Diagnostic(string Severity, string Code, string Message, int Line, int Column)
{
    public bool IsError => Severity == "error";
}
