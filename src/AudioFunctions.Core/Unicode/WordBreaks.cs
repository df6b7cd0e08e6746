using System.Globalization;
using System.Text;

namespace AudioFunctions.Unicode;

/// <summary>A word of a text: its letters and digits, including marks inside it, such as the apostrophe of "don't" and the dot of "3.5".</summary>
/// <param name="At">Index of its first UTF-16 code unit.</param>
/// <param name="Length">UTF-16 code units, at least 1.</param>
internal readonly record struct WordSpan(int At, int Length)
{
    public int End => At + Length;
}

/// <summary>
/// Finds the words of a text by the default rules of Unicode (UAX #29, section 4): each Chinese or Hiragana character is a word.
/// Thai, Lao, Khmer and Burmese, which would need a dictionary, are divided at their spaces.
/// </summary>
internal static class WordBreaks
{
    private enum Kind
    {
        Other,
        Letter,
        Katakana,
        Ideograph,
        Digit,
        Connector,
        Extend,
        MidLetter,
        MidDigit,
        MidBoth,
    }

    /// <summary>In order; every letter and digit of the text is in one of them.</summary>
    public static IReadOnlyList<WordSpan> Of(string text)
    {
        var words = new List<WordSpan>();
        var runes = Runes(text);
        for (var i = 0; i < runes.Count;)
        {
            var end = i + 1;
            while (end < runes.Count && !IsBreak(runes, i, end))
                end++;
            var to = end < runes.Count ? runes[end].At : text.Length;
            if (runes.Skip(i).Take(end - i).Any(rune => IsWritten(rune.Rune)))
                words.Add(new WordSpan(runes[i].At, to - runes[i].At));
            i = end;
        }

        return words;
    }

    /// <summary>Whether a character is a letter or a number, of which every word contains at least one.</summary>
    public static bool IsWritten(Rune rune) => Rune.IsLetter(rune) || Rune.IsNumber(rune);

    /// <summary>Whether a character is Chinese or Japanese, including punctuation; these languages have no spaces between words.</summary>
    /// <param name="at">Index of one of its UTF-16 code units.</param>
    public static bool IsEastAsian(string text, int at)
    {
        var first = char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
        return Rune.TryGetRuneAt(text, first, out var rune)
            && (KindOf(rune) is Kind.Ideograph or Kind.Katakana || rune.Value is (>= 0x3000 and <= 0x303F) or (>= 0xFF00 and <= 0xFF65));
    }

    private static List<(int At, Rune Rune, Kind Kind)> Runes(string text)
    {
        var runes = new List<(int, Rune, Kind)>(text.Length);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            runes.Add((at, rune, KindOf(rune)));
            at += rune.Utf16SequenceLength;
        }

        return runes;
    }

    /// <summary>Whether a word ends before a character. Ignores characters that extend another one (rule WB4).</summary>
    private static bool IsBreak(List<(int At, Rune Rune, Kind Kind)> runes, int first, int at)
    {
        var kind = runes[at].Kind;
        if (kind == Kind.Extend)
            return Rune.IsWhiteSpace(runes[at - 1].Rune);
        var before = Skip(runes, at - 1, -1, first);
        var left = before < first ? Kind.Other : runes[before].Kind;
        if (Joins(left, kind))
            return false;

        // A mark between two letters, or between two digits, doesn't separate them (WB6, WB7, WB11, WB12).
        if (kind is Kind.MidLetter or Kind.MidBoth or Kind.MidDigit && Skip(runes, at + 1, 1, runes.Count - 1) is var after && after < runes.Count)
            return !IsInside(left, kind, runes[after].Kind);
        var beforeMark = Skip(runes, before - 1, -1, first);
        return !(beforeMark >= first && IsInside(runes[beforeMark].Kind, left, kind));
    }

    private static bool Joins(Kind left, Kind right) => (left, right) switch
    {
        (Kind.Letter or Kind.Digit, Kind.Letter or Kind.Digit) => true,
        (Kind.Katakana, Kind.Katakana) => true,
        (Kind.Letter or Kind.Digit or Kind.Katakana or Kind.Connector, Kind.Connector) => true,
        (Kind.Connector, Kind.Letter or Kind.Digit or Kind.Katakana) => true,
        _ => false,
    };

    private static bool IsInside(Kind left, Kind mark, Kind right) => (left, mark, right) switch
    {
        (Kind.Letter, Kind.MidLetter or Kind.MidBoth, Kind.Letter) => true,
        (Kind.Digit, Kind.MidDigit or Kind.MidBoth, Kind.Digit) => true,
        _ => false,
    };

    /// <summary>The index of the next character in a direction that doesn't extend another one; past the end if there is none.</summary>
    private static int Skip(List<(int At, Rune Rune, Kind Kind)> runes, int from, int step, int last)
    {
        while ((last - from) * step >= 0 && runes[from].Kind == Kind.Extend)
            from += step;
        return from;
    }

    private static Kind KindOf(Rune rune) => rune.Value switch
    {
        '\'' or '.' or 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E => Kind.MidBoth,
        ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2027 or 0xFE13 or 0xFE55 or 0xFF1A => Kind.MidLetter,
        ',' or ';' or 0x37E or 0x589 or 0x60C or 0x60D or 0x66C or 0x7F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFF0C or 0xFF1B => Kind.MidDigit,
        0x200B => Kind.Other,
        0x202F => Kind.Connector,
        >= 0x3041 and <= 0x309F => Kind.Ideograph,
        >= 0x30A1 and <= 0x30FF or >= 0x31F0 and <= 0x31FF or >= 0xFF66 and <= 0xFF9F => Kind.Katakana,
        >= 0x2E80 and <= 0x3007 or >= 0x3021 and <= 0x3029 or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF
            or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF => Kind.Ideograph,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Kind.Extend,
            UnicodeCategory.ConnectorPunctuation => Kind.Connector,
            UnicodeCategory.DecimalDigitNumber => Kind.Digit,
            UnicodeCategory.LetterNumber => Kind.Letter,
            _ => Rune.IsLetter(rune) ? Kind.Letter : Kind.Other,
        },
    };
}
