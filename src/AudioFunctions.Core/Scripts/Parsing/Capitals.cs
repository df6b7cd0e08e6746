using System.Globalization;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Capitalizes letter by letter, so that indexes into the text stay valid. Uses the invariant rules, and also capitalizes <c>ß</c> and the
/// dotless <c>ı</c>. A word with a letter that has no single capital stays as written, because half a word in capitals is unreadable.
/// </summary>
internal static class Capitals
{
    /// <summary>Capitalizes the words of a text, in place.</summary>
    public static void Write(Span<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var word = text[at..];
            var length = LengthOfWord(word);
            if (length == 0)
                at++;
            else
                WriteWord(word[..length]);
            at += length;
        }
    }

    private static int LengthOfWord(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && !Whitespace.Is(text[length]))
            length++;
        return length;
    }

    private static void WriteWord(Span<char> word)
    {
        foreach (var letter in word.EnumerateRunes())
        {
            if (CapitalOf(letter) is null)
                return;
        }

        for (var at = 0; at < word.Length;)
        {
            // A lone surrogate is kept; it is reported elsewhere.
            Rune.DecodeFromUtf16(word[at..], out var letter, out var length);
            if (CapitalOf(letter) is { } capital && capital != letter)
                capital.EncodeToUtf16(word[at..]);
            at += length;
        }
    }

    /// <summary>The rune itself if it has no case; null for a lower-case letter without a capital of the same length.</summary>
    private static Rune? CapitalOf(Rune rune)
    {
        if (rune.Value is 'ß')
            return new Rune('ẞ');
        if (rune.Value is 'ı')
            return new Rune('I');

        var category = Rune.GetUnicodeCategory(rune);
        // A combining iota would become a separate letter.
        if (category is UnicodeCategory.NonSpacingMark)
            return rune;

        var capital = Rune.ToUpperInvariant(rune);
        var isSingle = capital != rune && capital.Utf16SequenceLength == rune.Utf16SequenceLength && !IsGeorgian(rune);
        return isSingle ? capital : category is UnicodeCategory.LowercaseLetter ? null : rune;
    }

    /// <summary>Georgian uses capitals for whole titles only; few fonts and no voices support them.</summary>
    private static bool IsGeorgian(Rune rune) => rune.Value is >= 0x10D0 and <= 0x10FF;
}
