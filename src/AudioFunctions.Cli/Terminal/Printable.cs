using System.Globalization;
using System.Text;

namespace AudioFunctions.Cli.Terminal;

/// <summary>Text made safe for a terminal: no control characters from scripts and responses reach the screen.</summary>
public static class Printable
{
    private const string TabSpaces = "    ";

    /// <summary>The text on one line: tabs as four spaces, everything else that would move the cursor as <c>�</c>.</summary>
    public static string From(string text)
    {
        var shown = new StringBuilder(text.Length + TabSpaces.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            shown.Append(rune.Value == '\t' ? TabSpaces : IsUnsafe(rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>The text's width in terminal columns: 2 for wide characters, 0 for combining ones.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in From(text).EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    /// <summary>The text padded with spaces to a number of columns.</summary>
    public static string Pad(string text, int columns) => From(text) + new string(' ', Math.Max(0, columns - Width(text)));

    /// <summary>The part of a text that fits into some columns, from a column on, with <c>…</c> where text is cut.</summary>
    public static string Window(string text, int start, int columns)
    {
        var isCutAfter = Width(text) > start + columns;
        var first = start > 0 ? start + 1 : 0;
        var end = start + columns - (isCutAfter ? 1 : 0);
        var shown = new StringBuilder(start > 0 ? "…" : "");
        var column = 0;
        foreach (var rune in From(text).EnumerateRunes())
        {
            var from = column;
            column += Width(rune);
            if (from >= first && column <= end)
                shown.Append(rune.ToString());
            else if (from < first && column > first)
                shown.Append(' '); // half of a wide character: keeps the columns of what follows
        }

        return isCutAfter ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>Unicode's East Asian Width (UAX #11): W and F are two columns; marks and joiners none.</summary>
    private static int Width(Rune rune)
    {
        if (rune.Value < 0x300)
            return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return 0;
        return rune.Value is (>= 0x200B and <= 0x200D) or 0x2060 ? 0 : IsWide(rune.Value) ? 2 : 1;
    }

    // C0 and C1 controls, line and paragraph separators, and the marks that change the writing direction.
    private static bool IsUnsafe(int value) => value is
        < 0x20 or (>= 0x7F and <= 0x9F) or 0x2028 or 0x2029 or 0xFEFF or 0x200E or 0x200F
        or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static bool IsWide(int value) => value is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97F)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF)
        or (>= 0x1FA70 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
