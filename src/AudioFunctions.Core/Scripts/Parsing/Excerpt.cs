using System.Globalization;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>A quote from the script for a message: short, without invisible characters.</summary>
internal static class Excerpt
{
    private const int MaxLength = 40;

    public static string Of(ReadOnlySpan<char> text) => Of(text, MaxLength);

    /// <summary>
    /// A beat id for <see cref="Diagnostic.BeatId"/>. An id that is too long is cut. Null if it is empty.
    /// </summary>
    public static string? OfBeatId(ReadOnlySpan<char> id) => id.IsEmpty ? null : Of(id, ScriptLimits.MaxBeatIdLength);

    private static string Of(ReadOnlySpan<char> text, int maxLength)
    {
        var isWhole = text.Length <= maxLength;
        if (!isWhole)
            text = text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];

        var visible = new StringBuilder(text.Length + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsVisible(rune))
                visible.Append(rune);
            else
                visible.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return isWhole ? visible.ToString() : visible.Append('…').ToString();
    }

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !(rune.IsBmp && Invisible.LooksLikeWhitespace((char)rune.Value));
}
