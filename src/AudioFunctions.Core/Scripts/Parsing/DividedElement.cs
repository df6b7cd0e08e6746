using System.Text;
using System.Text.RegularExpressions;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// An element of SSML or HTML that continues on the lines after the one it starts on. Each of these lines alone looks like text, so only
/// attributes with values may follow its name: "x &lt;s" at the end of a line is text.
/// </summary>
internal static partial class DividedElement
{
    private const int MaxLength = 1000;

    /// <param name="text">The rest of a line, from a <c>&lt;</c>.</param>
    /// <param name="ahead">The lines after it.</param>
    /// <param name="element">On one line and without asterisks.</param>
    /// <param name="end">Where the text after it starts; null if it has no <c>&gt;</c>.</param>
    public static bool TryRead(ReadOnlySpan<char> text, LineReader ahead, out string element, out TextPlace? end)
    {
        (element, end) = ("", null);
        if (text[1..].IndexOfAny('<', '>') >= 0 || !AngleTag.HasKnownName(WithoutAsterisks(text)))
            return false;

        var whole = new StringBuilder().Append(WithoutAsterisks(text));
        var firstLength = whole.Length;
        while (ahead.TryRead(out var line))
        {
            if (line.IsWhitespace)
                continue;

            var stop = line.Text.IndexOfAny("<>[");
            var isEnd = stop >= 0 && line.Text[stop] == '>';
            var part = stop < 0 ? line.Text : line.Text[..(isEnd ? stop + 1 : stop)];
            // No element is that long, and a longer text would be searched again and again.
            if (whole.Length + part.Length > MaxLength)
                return false;
            whole.Append(' ').Append(WithoutAsterisks(part));
            if (stop < 0)
                continue;
            if (isEnd)
                end = new TextPlace(line.At(0).Line, stop + 1);
            break;
        }

        if (end is not null && TryMatch(Closed(), whole, firstLength, out element))
            return true;
        // A '>' of the text after it closes nothing.
        end = null;
        return TryMatch(Unclosed(), whole, firstLength, out element);
    }

    /// <summary>Emphasis of a part of an element doesn't make it text: <c>&lt;**break**/&gt;</c>.</summary>
    public static ReadOnlySpan<char> WithoutAsterisks(ReadOnlySpan<char> text) =>
        text.Contains('*') ? text.ToString().Replace("*", "", StringComparison.Ordinal) : text;

    private static bool TryMatch(Regex form, StringBuilder whole, int firstLength, out string element)
    {
        element = form.Match(whole.ToString()).Value;
        // "x <s" before a line that starts with a quotation mark '>' is text.
        return element.Length > firstLength && (element.ContainsAny('=', '/') || element.IndexOf(' ', StringComparison.Ordinal) > "<p".Length);
    }

    [GeneratedRegex("""^</?[a-z][a-z0-9:_-]*(\s+[a-z][a-z0-9:_-]*\s*=\s*(["“”][^"“”]*["“”]|'[^']*'|[^\s"'“”>]+?))*(\s*/)?\s*>$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Closed();

    [GeneratedRegex("""^<[a-z][a-z0-9:_-]*(\s+[a-z][a-z0-9:_-]*\s*=\s*(["“”][^"“”]*["“”]|'[^']*'))+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unclosed();
}

/// <param name="Line">1-based.</param>
/// <param name="Offset">In the trimmed line.</param>
internal readonly record struct TextPlace(int Line, int Offset);
