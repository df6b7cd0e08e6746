using System.Buffers;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>Free text: titles, names, directions.</summary>
internal static class FreeText
{
    private static readonly SearchValues<char> Escapable = SearchValues.Create("[]*");

    /// <summary>Whether this is a backslash that escapes the next character. Any other backslash is plain text.</summary>
    public static bool IsEscape(ReadOnlySpan<char> text, int at) =>
        text[at] == '\\' && at + 1 < text.Length && Escapable.Contains(text[at + 1]);

    public static string Clean(ReadOnlySpan<char> text) =>
        Whitespace.HasUnspeakable(text) ? string.Create(text.Length, text, static (clean, source) =>
        {
            source.CopyTo(clean);
            CleanInPlace(clean);
        })
        : text.ToString();

    /// <summary>Replaces characters that can't be spoken with spaces.</summary>
    public static void CleanInPlace(Span<char> text)
    {
        if (!Whitespace.HasUnspeakable(text))
            return;

        foreach (ref var character in text)
        {
            if (Whitespace.IsUnspeakable(character))
                character = ' ';
        }
    }

    public static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
            return Clean(text);

        var plain = new char[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (IsEscape(text, at))
                at++;
            plain[length++] = text[at];
        }

        return Clean(plain.AsSpan(0, length));
    }

    /// <summary>Unicode code points of well-formed UTF-16.</summary>
    public static int CountCharacters(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\uDC00', '\uDFFF'))
            return text.Length;

        var count = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
                count--;
        }

        return count;
    }
}
