using System.Buffers;
using System.Globalization;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Invisible characters (docs/els.md): Unicode's format characters, and letters and symbols that look like a space.
/// </summary>
internal static class Invisible
{
    private static readonly SearchValues<char> WhitespaceLookalikes = SearchValues.Create("\u2800\u3164\u115F\u1160\uFFA0");

    /// <summary>Never relevant for speech: zero-width space, byte order mark, soft hyphen, word joiner.</summary>
    private static readonly SearchValues<char> Dropped = SearchValues.Create("\u200B\uFEFF\u00AD\u2060");

    public static bool LooksLikeWhitespace(char character) => WhitespaceLookalikes.Contains(character);

    public static bool HasWhitespaceLookalike(ReadOnlySpan<char> text) => text.ContainsAny(WhitespaceLookalikes);

    public static bool HasDropped(ReadOnlySpan<char> text) => text.ContainsAny(Dropped);

    public static bool IsDropped(char character) => Dropped.Contains(character);

    /// <summary>The length, in code units, of the format character at the start of a text; 0 if there is none.</summary>
    public static int LengthOfLeading(ReadOnlySpan<char> text)
    {
        if (IsFormat(text[0]))
            return 1;
        return text.Length > 1 && IsFormat(text[0], text[1]) ? 2 : 0;
    }

    /// <inheritdoc cref="LengthOfLeading"/>
    public static int LengthOfTrailing(ReadOnlySpan<char> text)
    {
        if (IsFormat(text[^1]))
            return 1;
        return text.Length > 1 && IsFormat(text[^2], text[^1]) ? 2 : 0;
    }

    private static bool IsFormat(char character) => char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsFormat(char high, char low) =>
        char.IsSurrogatePair(high, low) && CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(high, low)) == UnicodeCategory.Format;
}
