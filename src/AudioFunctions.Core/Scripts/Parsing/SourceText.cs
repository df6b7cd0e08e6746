using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>A script's text without its byte order mark.</summary>
/// <param name="Text">The text, with U+FFFD in place of invalid UTF-8.</param>
/// <param name="FirstInvalid">Index into the text of the first invalid UTF-8; null if all is valid.</param>
/// <param name="OtherEncoding">The name of the bytes' encoding if it is another Unicode encoding; else null.</param>
internal sealed record SourceText(string Text, int? FirstInvalid, string? OtherEncoding = null)
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>How many bytes are checked to detect the encoding if there is no byte order mark.</summary>
    private const int SampleBytes = 256;

    private static readonly UTF32Encoding BigEndianUtf32 = new(bigEndian: true, byteOrderMark: true);

    public static SourceText Decode(ReadOnlySpan<byte> utf8)
    {
        if (FindOtherEncoding(utf8) is { } other)
            return new SourceText("", FirstInvalid: 0, other);
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        return new SourceText(Encoding.UTF8.GetString(utf8), Utf8.IsValid(utf8) ? null : FindInvalid(utf8));
    }

    /// <summary>A lone surrogate has no UTF-8 form, so it is reported like an invalid byte.</summary>
    public static SourceText FromString(string text)
    {
        var withoutMark = text.StartsWith(ByteOrderMark) ? text[1..] : text;
        return new SourceText(withoutMark, FindLoneSurrogate(withoutMark));
    }

    public static int CountBytes(string text) => Encoding.UTF8.GetByteCount(text);

    public Position PositionOf(int index)
    {
        var line = 1;
        var lineStart = 0;
        for (var at = 0; at < index; at++)
        {
            var endsLine = Text[at] == '\n' || (Text[at] == '\r' && (at + 1 == Text.Length || Text[at + 1] != '\n'));
            if (!endsLine)
                continue;
            line++;
            lineStart = at + 1;
        }

        return new Position(line, index - lineStart + 1);
    }

    /// <summary>Detects UTF-16 and UTF-32 by the byte order mark, or by the zero bytes: 1 of 2, or 3 of 4, in every ASCII character.</summary>
    private static string? FindOtherEncoding(ReadOnlySpan<byte> bytes)
    {
        // UTF-32's byte order mark starts with UTF-16's.
        if (bytes.StartsWith(Encoding.UTF32.Preamble) || bytes.StartsWith(BigEndianUtf32.Preamble))
            return "UTF-32";
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return "UTF-16";
        var sample = bytes[..Math.Min(bytes.Length, SampleBytes)];
        var zeros = sample.Count((byte)0);
        return sample.Length < 2 || zeros * 3 < sample.Length ? null : zeros * 3 < sample.Length * 2 ? "UTF-16" : "UTF-32";
    }

    private static int FindInvalid(ReadOnlySpan<byte> utf8)
    {
        var characters = ArrayPool<char>.Shared.Rent(utf8.Length);
        Utf8.ToUtf16(utf8, characters, out _, out var written, replaceInvalidSequences: false);
        ArrayPool<char>.Shared.Return(characters);
        return written;
    }

    private static int? FindLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var next = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
                return null;

            at += next;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            at++;
        }

        return null;
    }
}
