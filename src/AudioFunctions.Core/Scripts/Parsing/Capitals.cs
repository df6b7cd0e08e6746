using System.Globalization;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Capitals letter by letter, so that no index into the text moves: invariant, but for <c>ß</c> and the dotless <c>ı</c>, which the
/// invariant rules leave alone. A word with a letter that has no single capital stays as written: half of it in capitals can't be read.
/// </summary>
internal static class Capitals
{
    /// <summary>Writes the words of a text in capitals, in place.</summary>
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
            // A lone surrogate is reported elsewhere, and stays.
            Rune.DecodeFromUtf16(word[at..], out var letter, out var length);
            if (CapitalOf(letter) is { } capital && capital != letter)
                capital.EncodeToUtf16(word[at..]);
            at += length;
        }
    }

    /// <summary>The rune itself where it has no case; null for a small letter that has no capital of its own length.</summary>
    private static Rune? CapitalOf(Rune rune)
    {
        if (rune.Value is 'ß')
            return new Rune('ẞ');
        if (rune.Value is 'ı')
            return new Rune('I');

        var category = Rune.GetUnicodeCategory(rune);
        // A combining iota would become a letter of its own.
        if (category is UnicodeCategory.NonSpacingMark)
            return rune;

        var capital = Rune.ToUpperInvariant(rune);
        var isSingle = capital != rune && capital.Utf16SequenceLength == rune.Utf16SequenceLength && !IsGeorgian(rune);
        return isSingle ? capital : category is UnicodeCategory.LowercaseLetter ? null : rune;
    }

    /// <summary>Georgian has capitals for whole titles only, which few fonts and no voice know.</summary>
    private static bool IsGeorgian(Rune rune) => rune.Value is >= 0x10D0 and <= 0x10FF;
}
