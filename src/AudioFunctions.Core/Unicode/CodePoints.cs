namespace AudioFunctions.Unicode;

/// <summary>Characters as people and bills count them: a surrogate pair is one character, and so is a lone surrogate.</summary>
internal static class CodePoints
{
    public static int CountIn(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    /// <summary>The number of UTF-16 code units in the first <paramref name="characters"/> characters of a text, or in all of it.</summary>
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
