namespace AudioFunctions.Scripts.Parsing;

/// <summary>Enumerates the lines of a text, which end with LF, CRLF or CR. Use a copy to look ahead without moving the original.</summary>
internal ref struct LineReader(ReadOnlySpan<char> text, ScanMeter meter)
{
    private readonly ScanMeter _meter = meter;
    private ReadOnlySpan<char> _rest = text;
    private int _number;
    private bool _ended;

    public bool TryRead(out SourceLine line)
    {
        if (_ended)
        {
            line = default;
            return false;
        }

        var end = _rest.IndexOfAny('\r', '\n');
        var raw = end < 0 ? _rest : _rest[..end];
        _ended = end < 0;
        if (!_ended)
            _rest = _rest[(end + (_rest[end..].StartsWith("\r\n") ? 2 : 1))..];

        _meter.Add(raw.Length + 1);
        line = SourceLine.Read(++_number, raw);
        return true;
    }
}
