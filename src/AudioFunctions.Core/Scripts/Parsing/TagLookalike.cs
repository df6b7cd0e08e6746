using System.Buffers;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Characters that input methods and writers use in place of those of a tag: <c>【PACE：fast】</c>, <c>{PAUSE: short}</c>. Some brackets occur
/// in ordinary text too: in these only a name with a colon counts as a tag, and in round ones only a name in capitals. Asterisks around the name are ignored.
/// </summary>
internal static class TagLookalike
{
    private const string TagOpeners = "【〖［〔〘〚⟦";
    private const string TagClosers = "】〗］〕〙〛⟧";
    private const string TextOpeners = "{<｛＜（(「『〈《⟨";
    private const string TextClosers = "}>｝＞）)」』〉》⟩";
    private const string Colons = "：﹕︓∶꞉";
    private const int LongestName = 9;

    /// <summary>More than the longest direction.</summary>
    private const int LongestTag = 1200;

    private static readonly SearchValues<char> Ends = SearchValues.Create(TagClosers + "]" + "[" + TagOpeners);
    private static readonly SearchValues<char> NameEnds = SearchValues.Create(":" + Colons + TagClosers + "]");
    private static readonly SearchValues<char> AllClosers = SearchValues.Create(TagClosers);
    private static readonly SearchValues<char> AllColons = SearchValues.Create(Colons);

    /// <summary>The characters that may start such a tag.</summary>
    public static string Openers => TagOpeners + TextOpeners;

    /// <summary>Whether an unclosed tag ends here, because another tag starts.</summary>
    public static bool Opens(char character) => character == '[' || TagOpeners.Contains(character);

    public static int IndexOfCloser(ReadOnlySpan<char> text) => text.IndexOfAny(AllClosers);

    public static int IndexOfColon(ReadOnlySpan<char> text) => text.IndexOfAny(AllColons);

    public static bool HasWideLetters(ReadOnlySpan<char> name) => name.ContainsAnyInRange('！', '～');

    /// <summary>Converts a full-width character to a plain one; returns any other unchanged.</summary>
    public static char Plain(char character) => character is >= '！' and <= '～' ? (char)(character - '！' + '!') : character;

    /// <summary>Detects a tag with other brackets at the start of a text.</summary>
    /// <param name="length">The length of the content between the brackets; up to the end of the text if it is unclosed.</param>
    public static bool TryMeasure(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        var isText = TextOpeners.Contains(text[0]);
        if (!isText && !TagOpeners.Contains(text[0]))
            return false;

        var inside = text[1..];
        var nameStart = CountLeading(inside);
        var nameEnd = nameStart;
        while (nameEnd < inside.Length && nameEnd - nameStart <= LongestName && IsNameCharacter(inside[nameEnd]))
            nameEnd++;
        var name = inside[nameStart..nameEnd];
        if (TagNames.Find(name) == TagKind.Unknown || (text[0] is '(' && name.IndexOfAnyInRange('a', 'z') >= 0))
            return false;

        var afterName = inside[(nameEnd + CountLeading(inside[nameEnd..]))..];
        var hasColon = afterName is [var next, ..] && (next == ':' || Colons.Contains(next));
        var hasEnd = afterName is [var end, ..] && (end == ']' || TagClosers.Contains(end));
        if (!hasColon && (!hasEnd || isText))
            return false;

        length = LengthTo(inside, isText ? TextClosers[TextOpeners.IndexOf(text[0])] : ']');
        return true;
    }

    /// <summary>"'【' with '[', '：' with ':'": what to replace in a tag; empty if there is nothing to replace.</summary>
    public static string Replacements(ReadOnlySpan<char> tag)
    {
        var list = new StringBuilder();
        Add(list, tag[0], '[');
        var name = tag[1..];
        name = name.IndexOfAny(NameEnds) is >= 0 and var nameEnd ? name[..nameEnd] : name;
        if (HasWideLetters(name) || name.Contains('*'))
            list.Append(list.Length > 0 ? ", " : "").Append($"'{Whitespace.Trim(name)}' with '{TagNames.ToPlain(WithoutMarkers(name))}'");
        if (name.Length + 1 < tag.Length && Colons.Contains(tag[name.Length + 1]))
            Add(list, tag[name.Length + 1], ':');
        if (TagClosers.Contains(tag[^1]) || TextClosers.Contains(tag[^1]))
            Add(list, tag[^1], ']');
        return list.ToString();
    }

    /// <summary>A name without the blanks and the asterisks of emphasis around it.</summary>
    public static ReadOnlySpan<char> WithoutMarkers(ReadOnlySpan<char> name)
    {
        name = Whitespace.Trim(name[CountLeading(name)..]);
        return Whitespace.Trim(name.TrimEnd('*'));
    }

    private static int CountLeading(ReadOnlySpan<char> text)
    {
        var blanks = Whitespace.CountLeading(text);
        var asterisks = text[blanks..].IndexOfAnyExcept('*');
        return asterisks > 0 ? blanks + asterisks + Whitespace.CountLeading(text[(blanks + asterisks)..]) : blanks;
    }

    private static void Add(StringBuilder list, char character, char proper)
    {
        if (character != proper)
            list.Append(list.Length > 0 ? ", " : "").Append($"'{character}' with '{proper}'");
    }

    private static int LengthTo(ReadOnlySpan<char> inside, char closer)
    {
        // Further away it closes something else, and many tags in one line would each search all of it.
        var near = inside[..Math.Min(inside.Length, LongestTag)];
        var end = near.IndexOfAny(Ends);
        var own = near[..(end < 0 ? near.Length : end)].IndexOf(closer);
        return own >= 0 ? own : end < 0 ? inside.Length : end;
    }

    private static bool IsNameCharacter(char character) => Plain(character) is '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
}
