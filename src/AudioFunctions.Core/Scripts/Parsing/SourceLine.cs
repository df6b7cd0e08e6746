namespace AudioFunctions.Scripts.Parsing;

/// <summary>A line, or the rest of one, trimmed and without the characters that are always dropped.</summary>
internal readonly ref struct SourceLine
{
    private readonly int _number;

    /// <summary>The start of the text within the whole line.</summary>
    private readonly int _offset;

    /// <summary>The column of each character of the whole line and of its end; null if none was dropped.</summary>
    private readonly int[]? _columns;

    private SourceLine(int number, int offset, ReadOnlySpan<char> text, int[]? columns)
    {
        var leading = Whitespace.CountLeading(text);
        _number = number;
        _offset = offset + leading;
        _columns = columns;
        Text = Whitespace.Trim(text[leading..]);
    }

    public ReadOnlySpan<char> Text { get; }

    public bool IsWhitespace => Text.IsEmpty;

    public bool IsSeparator => Text is "---";

    public static SourceLine Read(int number, ReadOnlySpan<char> raw)
    {
        if (!Invisible.HasDropped(raw))
            return new SourceLine(number, 0, raw, columns: null);

        var kept = new char[raw.Length];
        var columns = new int[raw.Length + 1];
        var length = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            if (Invisible.IsDropped(raw[at]))
                continue;
            kept[length] = raw[at];
            columns[length++] = at + 1;
        }

        columns[length] = raw.Length + 1;
        return new SourceLine(number, 0, kept.AsSpan(0, length), columns);
    }

    /// <summary>The position in the script of the character at an offset.</summary>
    public Position At(int offset) => new(_number, _columns is null ? _offset + offset + 1 : _columns[_offset + offset]);

    /// <summary>The rest of the line from an offset.</summary>
    public SourceLine From(int offset) => new(_number, _offset + offset, Text[offset..], _columns);
}
