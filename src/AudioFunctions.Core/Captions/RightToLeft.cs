using System.Text;

namespace AudioFunctions.Captions;

/// <summary>Hebrew, Arabic and the other scripts that are written from right to left.</summary>
internal static class RightToLeft
{
    /// <summary>Whether a text's first letter is of such a script (the Unicode bidirectional algorithm, UAX #9, rule P2).</summary>
    public static bool IsWrittenIn(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
                return IsOfSuchScript(rune);
        }

        return false;
    }

    /// <summary>Whether a character is in one of the blocks that Unicode reserves for right-to-left scripts.</summary>
    private static bool IsOfSuchScript(Rune rune) => rune.Value is
        (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
