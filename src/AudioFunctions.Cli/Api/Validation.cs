namespace AudioFunctions.Cli.Api;

/// <summary>The part of a validation result that is shown.</summary>
/// <param name="Errors">As sentences.</param>
/// <param name="Warnings">As sentences.</param>
public sealed record Validation(IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>Sentences without a diagnostic: how many more problems there are than listed.</summary>
    public IEnumerable<string> Unlisted =>
        Errors.Skip(Diagnostics.Count(diagnostic => diagnostic.IsError)).Concat(Warnings.Skip(Diagnostics.Count(diagnostic => !diagnostic.IsError)));
}

/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Column">1-based, in UTF-16 code units.</param>
public sealed record Diagnostic(string Severity, string Code, string Message, int Line, int Column)
{
    public bool IsError => Severity == "error";
}
