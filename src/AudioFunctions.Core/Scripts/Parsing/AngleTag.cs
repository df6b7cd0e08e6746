using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>An element of SSML or HTML in a text: <c>&lt;break time="1s"/&gt;</c>, <c>&lt;/b&gt;</c>.</summary>
internal readonly ref struct AngleTag
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:");

    /// <summary>The elements of SSML 1.1, and those that speech services added without a prefix.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Ssml = Names(
        "speak break p s phoneme say-as sub voice emphasis prosody audio mark desc lang lexicon lookup meta metadata token w "
        + "media par seq bookmark");

    private static readonly string[] SsmlPrefixes = ["amazon:", "google:", "mstts:"];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Html = Names(
        "a abbr acronym address area article aside b base bdi bdo big blockquote body br button canvas caption center cite code col "
        + "colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame "
        + "frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map menu meter nav "
        + "noscript object ol optgroup option output param picture pre progress q rp rt ruby samp script section select small source "
        + "span strike strong style summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var "
        + "video wbr");

    private AngleTag(ReadOnlySpan<char> source, ReadOnlySpan<char> name)
    {
        Source = source;
        Name = name;
    }

    /// <summary>The element with its brackets; if it is unclosed, up to the next bracket or the end of the text.</summary>
    public ReadOnlySpan<char> Source { get; }

    public ReadOnlySpan<char> Name { get; }

    public bool IsClosed => Source[^1] == '>';

    /// <summary>Whether this is an SSML element. An unclosed one needs an attribute, because "x &lt;s and more" is text.</summary>
    public bool IsSsml => (Ssml.Contains(Name) || HasSsmlPrefix(Name)) && (IsClosed || Source.Contains('='));

    public bool IsHtml => IsClosed && Html.Contains(Name);

    /// <param name="text">Starts with <c>&lt;</c>.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out AngleTag tag)
    {
        var rest = text[NameStart(text)..];
        var name = NameAtStart(rest);
        var length = name.Length;
        tag = default;
        if (length == 0 || !char.IsAsciiLetter(name[0]) || length == rest.Length || !(rest[length] is '>' or '/' || Whitespace.Is(rest[length])))
            return false;

        var end = rest.IndexOfAny('<', '>');
        var source = end < 0 ? text : text[..(NameStart(text) + end + (rest[end] == '>' ? 1 : 0))];
        tag = new AngleTag(source, name);
        return true;
    }

    /// <summary>Whether the name of an element of SSML or HTML follows, if only up to the end of the text.</summary>
    /// <param name="text">Starts with <c>&lt;</c>.</param>
    public static bool HasKnownName(ReadOnlySpan<char> text)
    {
        var name = NameAtStart(text[NameStart(text)..]);
        return Ssml.Contains(name) || Html.Contains(name) || HasSsmlPrefix(name);
    }

    private static int NameStart(ReadOnlySpan<char> text) => text is [_, '/', ..] ? 2 : 1;

    private static ReadOnlySpan<char> NameAtStart(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept(NameCharacters) is >= 0 and var end ? text[..end] : text;

    private static bool HasSsmlPrefix(ReadOnlySpan<char> name)
    {
        foreach (var prefix in SsmlPrefixes)
        {
            if (name.Length > prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix))
                return true;
        }

        return false;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names(string names) =>
        names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
