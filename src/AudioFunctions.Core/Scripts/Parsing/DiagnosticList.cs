namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// The diagnostics, sorted by position; at the same position in the order in which they were added. Most are added in order, so the few
/// that come late (something missing in a beat or in the whole script) are kept separately and merged at the end.
/// </summary>
internal sealed class DiagnosticList
{
    private readonly List<Diagnostic> _inOrder = [];
    private readonly List<Diagnostic> _late = [];
    private int _errors;

    public bool HasErrors => _errors > 0;

    public void Error(string code, string message, Position position, string? beatId)
    {
        _errors++;
        Add(new Diagnostic(DiagnosticSeverity.Error, code, message, position.Line, position.Column, beatId));
    }

    public void Warning(string code, string message, Position position, string? beatId) =>
        Add(new Diagnostic(DiagnosticSeverity.Warning, code, message, position.Line, position.Column, beatId));

    public ValidationResult ToValidation(int beatCount, IReadOnlyDictionary<string, int> characterCount)
    {
        var all = Merge();
        return new ValidationResult(
            IsValid: !HasErrors,
            Errors: DiagnosticSentences.Of(all, DiagnosticSeverity.Error, _errors),
            Warnings: DiagnosticSentences.Of(all, DiagnosticSeverity.Warning, all.Length - _errors),
            beatCount,
            characterCount,
            all);
    }

    private static Position PositionOf(Diagnostic diagnostic) => new(diagnostic.Line, diagnostic.Column);

    private void Add(Diagnostic diagnostic)
    {
        var isLate = _inOrder.Count > 0 && PositionOf(diagnostic).IsBefore(PositionOf(_inOrder[^1]));
        (isLate ? _late : _inOrder).Add(diagnostic);
    }

    private Diagnostic[] Merge()
    {
        var merged = new Diagnostic[_inOrder.Count + _late.Count];
        var next = 0;
        var inOrder = 0;

        // OrderBy is stable, and a late diagnostic comes after all others of the same position.
        foreach (var late in _late.OrderBy(diagnostic => diagnostic.Line).ThenBy(diagnostic => diagnostic.Column))
        {
            while (inOrder < _inOrder.Count && !PositionOf(late).IsBefore(PositionOf(_inOrder[inOrder])))
                merged[next++] = _inOrder[inOrder++];
            merged[next++] = late;
        }

        _inOrder.CopyTo(inOrder, merged, next, _inOrder.Count - inOrder);
        return merged;
    }
}
