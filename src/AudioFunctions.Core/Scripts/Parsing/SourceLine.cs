namespace AudioFunctions.Scripts.Parsing;

/// <summary>A line, or the rest of one, without the blanks around it.</summary>
internal readonly ref struct SourceLine
{
    private readonly Position _start;

    private SourceLine(Position start, ReadOnlySpan<char> text)
    {
        _start = start;
        Text = text;
    }

    public ReadOnlySpan<char> Text { get; }

    public bool IsBlank => Text.IsEmpty;

    public bool StartsWithTag => Text is ['[', ..];

    public bool IsSeparator => Text is "---";

    /// <summary>Where the character at the offset stands in the script.</summary>
    public Position At(int offset) => _start with { Column = _start.Column + offset };

    /// <summary>What follows the offset.</summary>
    public SourceLine From(int offset) => Trimmed(At(offset), Text[offset..]);

    public static SourceLine Trimmed(Position start, ReadOnlySpan<char> raw)
    {
        var leading = Blank.CountLeading(raw);
        return new SourceLine(start with { Column = start.Column + leading }, Blank.Trim(raw[leading..]));
    }
}
