namespace AudioFunctions.Speech.Models;

/// <summary>Characters as people and bills count them: one of two UTF-16 code units is one. Half a pair counts as one, too.</summary>
internal static class CodePoints
{
    public static int CountIn(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>The UTF-16 code units of the first so many characters of a text, or all of it.</summary>
    public static int LengthOf(ReadOnlySpan<char> text, int characters)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (characters-- <= 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }
}
