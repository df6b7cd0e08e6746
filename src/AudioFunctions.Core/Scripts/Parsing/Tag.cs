using System.Buffers;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// <c>[NAME: value]</c> or <c>[NAME]</c>. It ends at the first <c>]</c> that is not escaped. If another <c>[</c> or the end of the line
/// comes first, it is unclosed and ends there. A known tag with other brackets or another colon is read too, and is an error.
/// </summary>
internal readonly ref struct Tag
{
    private static readonly SearchValues<char> Landmarks = SearchValues.Create("[]\\");

    private Tag(SourceLine line, int start, int length, bool isClosed)
    {
        var content = line.Text.Slice(start + 1, length);
        var colon = content.IndexOf(':');
        var opener = line.Text[start];
        var kind = Find(colon < 0 ? content : content[..colon], opener);
        if (kind == TagKind.Unknown && TagLookalike.IndexOfColon(content) is >= 0 and var other)
        {
            kind = Find(content[..other], opener);
            colon = kind == TagKind.Unknown ? colon : other;
        }

        var name = colon < 0 ? content : content[..colon];
        var afterName = colon < 0 ? content.Length : colon + 1;
        var value = content[afterName..];
        var leading = Whitespace.CountLeading(value);

        Kind = kind;
        Value = Whitespace.Trim(value[leading..]);
        Source = line.Text.Slice(start, content.Length + (isClosed ? 2 : 1));
        Start = line.At(start);
        ValueStart = line.At(start + 1 + afterName + leading);
        IsClosed = isClosed;
        IsLookalike = kind != TagKind.Unknown
            && (Source[0] != '['
                || (isClosed && Source[^1] != ']')
                || (colon >= 0 && content[colon] != ':')
                || TagLookalike.HasWideLetters(name));
    }

    public TagKind Kind { get; }

    /// <summary>Trimmed, with its escapes unresolved.</summary>
    public ReadOnlySpan<char> Value { get; }

    /// <summary>The tag with its brackets, as written.</summary>
    public ReadOnlySpan<char> Source { get; }

    public Position Start { get; }

    /// <summary>Where the value starts, or would start.</summary>
    public Position ValueStart { get; }

    public bool IsClosed { get; }

    /// <summary>A known tag written with other characters than a tag's (<see cref="TagLookalike"/>).</summary>
    public bool IsLookalike { get; }

    /// <summary>Unknown, unclosed or written with other characters.</summary>
    public bool IsWrong => Kind == TagKind.Unknown || !IsClosed || IsLookalike;

    /// <summary>Whether it is a structure tag, which must be on a line of its own.</summary>
    public bool IsStructure => Kind is TagKind.Meta or TagKind.Beat or TagKind.EndBeat;

    /// <param name="start">Offset of any character in the line.</param>
    public static bool TryRead(SourceLine line, int start, ScanMeter meter, out Tag tag)
    {
        tag = default;
        if (start >= line.Text.Length)
            return false;

        var inside = line.Text[(start + 1)..];
        int end;
        if (line.Text[start] == '[')
        {
            end = FindEnd(inside);
            tag = new Tag(line, start, end, isClosed: end < inside.Length && inside[end] == ']');
            if (!tag.IsClosed && TagLookalike.IndexOfCloser(inside[..end]) is >= 0 and var closer
                && new Tag(line, start, closer, isClosed: true) is { IsLookalike: true } closed)
            {
                tag = closed;
            }
        }
        else if (TagLookalike.TryMeasure(line.Text[start..], out end))
        {
            tag = new Tag(line, start, end, isClosed: end < inside.Length && !TagLookalike.Opens(inside[end]));
        }
        else
        {
            return false;
        }

        meter.Add(end + 1);
        return true;
    }

    private static TagKind Find(ReadOnlySpan<char> name, char opener) =>
        TagNames.Find(opener == '[' ? Whitespace.Trim(name) : TagLookalike.WithoutMarkers(name));

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
}
