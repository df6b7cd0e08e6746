using System.Buffers;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>The end of a Markdown link: <c>](https://example.org)</c>. No tag is followed by an address.</summary>
internal static class MarkdownLink
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t()[]");

    /// <param name="text">Starts with the <c>]</c> that ends the link's text.</param>
    public static bool FollowsText(ReadOnlySpan<char> text)
    {
        if (text is not [']', '(', ..])
            return false;

        var address = text[2..];
        var end = address.IndexOfAny(Ends);
        return end > 0 && address[..end].ContainsAny("./#:") && (address[end] == ')' || address[end..].TrimStart() is ['"', ..]);
    }
}
