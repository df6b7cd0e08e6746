using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// Reads the parts of a <c>$batch</c> answer. Every part is an answer of its own: status line, headers, empty line, body up to the
/// next boundary. A refused transaction has one part, the refused action's.
/// </summary>
internal ref struct ChangesetReader
{
    private static ReadOnlySpan<byte> StatusStart => "HTTP/1.1 "u8;

    private ReadOnlySpan<byte> _rest;

    private ChangesetReader(ReadOnlySpan<byte> content)
    {
        _rest = content;
    }

    public static List<Response> Read(ReadOnlySpan<byte> content, string clientRequestId)
    {
        var parts = new List<Response>();
        var reader = new ChangesetReader(content);
        while (reader.TryReadLine(out var line))
        {
            if (line.StartsWith(StatusStart))
                parts.Add(reader.ReadPart(line[StatusStart.Length..], clientRequestId));
        }

        return parts;
    }

    private ChangesetPart ReadPart(ReadOnlySpan<byte> status, string clientRequestId)
    {
        var text = Encoding.UTF8.GetString(status);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var code = int.Parse(space < 0 ? text : text.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (TryReadLine(out var line) && line.Length > 0)
        {
            var colon = line.IndexOf((byte)':');
            if (colon > 0)
                headers[Encoding.UTF8.GetString(line[..colon])] = Encoding.UTF8.GetString(line[(colon + 1)..].Trim((byte)' '));
        }

        return new ChangesetPart(code, space < 0 ? "" : text[(space + 1)..], headers, ReadBody().ToArray(), clientRequestId);
    }

    private ReadOnlySpan<byte> ReadBody()
    {
        var body = _rest;
        var length = 0;
        while (_rest.Length > 0 && !_rest.StartsWith("--"u8))
        {
            TryReadLine(out _);
            length = body.Length - _rest.Length;
        }

        return body[..length].TrimEnd("\r\n"u8);
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var end = _rest.IndexOf((byte)'\n');
        line = (end < 0 ? _rest : _rest[..end]).TrimEnd((byte)'\r');
        var any = _rest.Length > 0;
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return any;
    }
}
