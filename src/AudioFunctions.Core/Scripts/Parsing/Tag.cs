using System.Buffers;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

internal enum TagKind
{
    Unknown,
    Meta,
    Beat,
    EndBeat,
    Character,
    Direction,
    Pace,
    Pause,
    Stability,
    Style,
}

/// <summary>
/// <c>[NAME: value]</c> or <c>[NAME]</c>. It ends at the first <c>]</c> that is not escaped. Where another <c>[</c> or the end of the
/// line comes first, it is unclosed and ends there.
/// </summary>
internal readonly ref struct Tag
{
    private static readonly SearchValues<char> Landmarks = SearchValues.Create("[]\\");

    private static readonly (string Name, TagKind Kind)[] Kinds =
    [
        ("PAUSE", TagKind.Pause), ("PACE", TagKind.Pace), ("DIRECTION", TagKind.Direction), ("CHARACTER", TagKind.Character),
        ("STABILITY", TagKind.Stability), ("STYLE", TagKind.Style), ("BEAT", TagKind.Beat), ("END_BEAT", TagKind.EndBeat),
        ("META", TagKind.Meta),
    ];

    private Tag(SourceLine line, ReadOnlySpan<char> content, int start, bool isClosed)
    {
        var colon = content.IndexOf(':');
        var name = Blank.Trim(colon < 0 ? content : content[..colon]);
        var afterName = colon < 0 ? content.Length : colon + 1;
        var value = content[afterName..];
        var leading = Blank.CountLeading(value);

        Kind = KindOf(name);
        Value = Blank.Trim(value[leading..]);
        Source = line.Text.Slice(start, content.Length + (isClosed ? 2 : 1));
        Start = line.At(start);
        ValueStart = line.At(start + 1 + afterName + leading);
        IsClosed = isClosed;
    }

    public TagKind Kind { get; }

    /// <summary>Trimmed, with its escapes.</summary>
    public ReadOnlySpan<char> Value { get; }

    /// <summary>From the bracket to the bracket, as written.</summary>
    public ReadOnlySpan<char> Source { get; }

    public Position Start { get; }

    /// <summary>Where the value starts, or would.</summary>
    public Position ValueStart { get; }

    public bool IsClosed { get; }

    /// <summary>One of those that give a script its structure and stand on a line of their own.</summary>
    public bool IsStructure => Kind is TagKind.Meta or TagKind.Beat or TagKind.EndBeat;

    /// <param name="start">Offset of a <c>[</c> in the line.</param>
    public static Tag Read(SourceLine line, int start, ScanMeter meter)
    {
        var inside = line.Text[(start + 1)..];
        var end = FindEnd(inside);
        meter.Add(end + 1);
        return new Tag(line, inside[..end], start, isClosed: end < inside.Length && inside[end] == ']');
    }

    private static int FindEnd(ReadOnlySpan<char> inside)
    {
        var at = 0;
        while (true)
        {
            var next = inside[at..].IndexOfAny(Landmarks);
            if (next < 0)
                return inside.Length;

            at += next;
            if (inside[at] != '\\')
                return at;
            at += FreeText.IsEscape(inside, at) ? 2 : 1;
        }
    }

    private static TagKind KindOf(ReadOnlySpan<char> name)
    {
        foreach (var known in Kinds)
        {
            if (Ascii.EqualsIgnoreCase(name, known.Name))
                return known.Kind;
        }

        return TagKind.Unknown;
    }
}
