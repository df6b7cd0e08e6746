namespace AudioFunctions.Scripts.Parsing;

/// <summary>A <c>key: value</c> line; spaces around the colon and the value are free.</summary>
internal readonly ref struct KeyValue
{
    private KeyValue(ReadOnlySpan<char> key, SourceLine value)
    {
        Key = key;
        Value = value;
    }

    public ReadOnlySpan<char> Key { get; }

    public SourceLine Value { get; }

    public static bool TryRead(SourceLine line, out KeyValue pair)
    {
        var colon = line.Text.IndexOf(':');
        pair = colon < 0 ? default : new KeyValue(Whitespace.Trim(line.Text[..colon]), line.From(colon + 1));
        return colon >= 0;
    }
}
