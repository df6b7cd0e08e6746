using System.Globalization;
using System.Text;

namespace AudioFunctions.Audio.Quality;

/// <summary>
/// How long a text takes to say, in letters of an alphabet. Digits, signs, emoji and other scripts have no fixed length, so they widen the range:
/// 11 is "elf" or "one one", and a $ may be silent.
/// </summary>
internal readonly record struct SpokenLetters(double Min, double Max)
{
    private static readonly SpokenLetters Letter = new(1, 1);

    // 1999 has 4 to 5 a digit; a few numbers have more or fewer: "elf", "siebenundsiebzig".
    private static readonly SpokenLetters Digit = new(2, 6);

    // "mille", or one by one.
    private static readonly SpokenLetters Zero = new(0.75, 5);

    // "percent", "and", "dollars", or nothing.
    private static readonly SpokenLetters Sign = new(0, 8);

    // An Arabic consonant, a Chinese syllable, a Japanese ideograph of five syllables.
    private static readonly SpokenLetters OtherLetter = new(0.5, 8);

    // A vowel sign of an Indic letter, or the accent of a Latin one.
    private static readonly SpokenLetters Mark = new(0, 2);

    public static SpokenLetters In(string text)
    {
        var (min, max) = (0.0, 0.0);
        foreach (var rune in text.EnumerateRunes())
        {
            var (from, to) = Of(rune);
            min += from;
            max += to;
        }

        return new SpokenLetters(min, max);
    }

    public static SpokenLetters operator +(SpokenLetters one, SpokenLetters other) => new(one.Min + other.Min, one.Max + other.Max);

    public static SpokenLetters operator /(SpokenLetters letters, double speed) => new(letters.Min / speed, letters.Max / speed);

    private static SpokenLetters Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        _ when Rune.IsLetter(rune) => IsOfAlphabet(rune) ? Letter : OtherLetter,
        UnicodeCategory.DecimalDigitNumber => Rune.GetNumericValue(rune) == 0 ? Zero : Digit,
        UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Digit,
        UnicodeCategory.NonSpacingMark when IsOfAlphabet(rune) => default,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark when rune.Value is not (>= 0xFE00 and <= 0xFE0F) => Mark,
        UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned => Sign,
        UnicodeCategory.OtherPunctuation when rune.Value is '%' or '&' or '@' or '#' or '/' or '*' => Sign,
        _ => default,
    };

    /// <summary>Latin, Greek and Cyrillic, in which one letter is about one sound.</summary>
    private static bool IsOfAlphabet(Rune letter) => letter.Value is < 0x0530 or (>= 0x1E00 and < 0x2000);
}
