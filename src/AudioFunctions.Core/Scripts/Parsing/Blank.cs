namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// What separates words: Unicode white space, and control characters, which no voice can speak (a form feed from a word processor, a
/// NUL from a broken export). Control characters other than the tab are kept as spaces.
/// </summary>
internal static class Blank
{
    public static bool Is(char character) => char.IsWhiteSpace(character) || char.IsControl(character);

    public static bool IsUnspeakable(char character) => char.IsControl(character) && character != '\t';

    public static bool HasUnspeakable(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u0008') || text.ContainsAnyInRange('\n', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F');

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var start = CountLeading(text);
        return text[start..^CountTrailing(text[start..])];
    }

    public static int CountLeading(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && Is(text[count]))
            count++;
        return count;
    }

    public static int CountTrailing(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && Is(text[^(count + 1)]))
            count++;
        return count;
    }
}
