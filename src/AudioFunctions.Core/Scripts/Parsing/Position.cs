namespace AudioFunctions.Scripts.Parsing;

/// <summary>1-based; columns count UTF-16 code units, as editors and the language server protocol do.</summary>
internal readonly record struct Position(int Line, int Column)
{
    /// <summary>For diagnostics about the whole script.</summary>
    public static Position Start { get; } = new(1, 1);

    public bool IsBefore(Position other) => Line < other.Line || (Line == other.Line && Column < other.Column);
}
