namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// What separates words: Unicode white space, characters that look like it, and control characters, which can't be spoken (a form
/// feed from a word processor, a NUL from a broken export). All control characters but the tab, and all characters that look like white space,
/// are replaced with spaces. Around lines, tags, keys and values, the other <see cref="Invisible"/> characters count as spaces too.
/// </summary>
internal static class Whitespace
{
    public static bool Is(char character) => char.IsWhiteSpace(character) || char.IsControl(character) || Invisible.LooksLikeWhitespace(character);

    public static bool IsUnspeakable(char character) =>
        (char.IsControl(character) && character != '\t') || Invisible.LooksLikeWhitespace(character);

    public static bool HasUnspeakable(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u0008')
        || text.ContainsAnyInRange('\n', '\u001F')
        || text.ContainsAnyInRange('\u007F', '\u009F')
        || Invisible.HasWhitespaceLookalike(text);

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var start = CountLeading(text);
        return text[start..^CountTrailing(text[start..])];
    }

    public static int CountLeading(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length)
        {
            var length = Is(text[count]) ? 1 : Invisible.LengthOfLeading(text[count..]);
            if (length == 0)
                break;
            count += length;
        }

        return count;
    }

    public static int CountTrailing(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length)
        {
            var length = Is(text[^(count + 1)]) ? 1 : Invisible.LengthOfTrailing(text[..^count]);
            if (length == 0)
                break;
            count += length;
        }

        return count;
    }

    /// <summary>Whether a text starts with a word, ignoring invisible characters.</summary>
    public static bool StartsWithWord(ReadOnlySpan<char> text)
    {
        var leading = CountLeading(text);
        return leading < text.Length && !HasSeparator(text[..leading]);
    }

    /// <inheritdoc cref="StartsWithWord"/>
    public static bool EndsWithWord(ReadOnlySpan<char> text)
    {
        var trailing = CountTrailing(text);
        return trailing < text.Length && !HasSeparator(text[^trailing..]);
    }

    private static bool HasSeparator(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (Is(character))
                return true;
        }

        return false;
    }
}
