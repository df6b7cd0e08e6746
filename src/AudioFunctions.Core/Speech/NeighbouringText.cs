namespace AudioFunctions.Speech;

/// <summary>The beat's text around a segment: it influences the prosody and isn't spoken. Cut between words to a maximum length.</summary>
internal static class NeighbouringText
{
    /// <summary>Prosody depends on a few sentences at most; more would only enlarge the request.</summary>
    public const int MaxCharacters = 300;

    public static string? Before(IReadOnlyList<string> texts, int index)
    {
        var (first, length) = (index, 0);
        while (first > 0 && length <= MaxCharacters)
            length += texts[--first].Length;

        var all = string.Join(' ', texts.Skip(first).Take(index - first));
        if (all.Length <= MaxCharacters)
            return all.Length == 0 ? null : all;

        var tail = all[^MaxCharacters..];
        var space = tail.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? WithoutHalfPairs(tail) : tail[(space + 1)..];
    }

    public static string? After(IReadOnlyList<string> texts, int index)
    {
        var (end, length) = (index + 1, 0);
        while (end < texts.Count && length <= MaxCharacters)
            length += texts[end++].Length;

        var all = string.Join(' ', texts.Skip(index + 1).Take(end - index - 1));
        if (all.Length <= MaxCharacters)
            return all.Length == 0 ? null : all;

        var head = all[..MaxCharacters];
        var space = head.LastIndexOf(' ');
        return space < 0 ? WithoutHalfPairs(head) : head[..space];
    }

    private static string WithoutHalfPairs(string text)
    {
        var start = char.IsLowSurrogate(text[0]) ? 1 : 0;
        var end = char.IsHighSurrogate(text[^1]) ? text.Length - 1 : text.Length;
        return text[start..end];
    }
}
