using System.Globalization;
using System.Text;

namespace AudioFunctions.Scripts;

/// <summary>Decides whether a text contains anything to say besides dots, dashes and emoji.</summary>
internal static class SpokenWords
{
    /// <summary>Whether a text has a letter or a number, in any script.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber)
                return true;
        }

        return false;
    }
}
