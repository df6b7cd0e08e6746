using System.Collections;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// The diagnostics of one severity as sentences. Each is built on access, because a malicious script can cause hundreds of thousands, and
/// most callers read none of them.
/// </summary>
internal sealed class DiagnosticSentences : IReadOnlyList<string>
{
    private readonly Diagnostic[] _diagnostics;

    private DiagnosticSentences(Diagnostic[] diagnostics) => _diagnostics = diagnostics;

    public int Count => _diagnostics.Length;

    public string this[int index] => DiagnosticMessages.Sentence(_diagnostics[index]);

    /// <param name="count">How many of that severity there are.</param>
    public static IReadOnlyList<string> Of(Diagnostic[] all, DiagnosticSeverity severity, int count)
    {
        if (count == 0)
            return [];
        return new DiagnosticSentences(count == all.Length ? all : Array.FindAll(all, diagnostic => diagnostic.Severity == severity));
    }

    public IEnumerator<string> GetEnumerator() => _diagnostics.Select(DiagnosticMessages.Sentence).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
