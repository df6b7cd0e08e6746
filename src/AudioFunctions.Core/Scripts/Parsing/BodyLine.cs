using System.Buffers;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>Reads one line of a beat's body: its state tags into the settings, its text and pauses into a <see cref="LineText"/>.</summary>
/// <param name="ahead">The lines after it.</param>
internal ref struct BodyLine(ParseContext context, SourceLine line, LineReader ahead, LineText text, LineSettings settings)
{
    /// <summary>The characters that may end a piece of plain text.</summary>
    private static readonly SearchValues<char> SpecialCharacters = SearchValues.Create(@"[*\<" + TagLookalike.Openers);

    private readonly ParseContext _context = context;
    private readonly SourceLine _line = line;
    private readonly LineReader _ahead = ahead;
    private readonly LineText _text = text;
    private int _at;

    /// <summary>The settings at the end of the line.</summary>
    public LineSettings LineSettings { get; private set; } = settings;

    /// <summary>Where the text starts; null if there is none.</summary>
    public Position? TextStart { get; private set; }

    /// <summary>Whether the line contains a misplaced <c>[END_BEAT]</c>.</summary>
    public bool EndsBeat { get; private set; }

    /// <summary>Where an SSML element ends that starts in this line and continues on the following ones; null if there is none.</summary>
    public TextPlace? ElementEnd { get; private set; }

    /// <summary>The same for an element of HTML: the element, on one line.</summary>
    public string? DividedHtml { get; private set; }

    public void Read()
    {
        while (_at < _line.Text.Length)
        {
            if (!_text.HasText)
                _at += Whitespace.CountLeading(_line.Text[_at..]);

            var start = _line.At(_at);
            switch (_line.Text[_at])
            {
                case '*':
                    ReadMarker();
                    break;
                case '<' when TryReadSsml():
                    break;
                default:
                    if (Tag.TryRead(_line, _at, _context.Meter, out var tag) && !IsLink(tag))
                        ReadTag(tag);
                    else
                        ReadPlain();
                    break;
            }

            if (_text.HasText)
                TextStart ??= start;
        }
    }

    /// <summary>Whether this is a Markdown link, which is text and causes a warning for the line.</summary>
    private readonly bool IsLink(Tag tag) =>
        tag.Kind == TagKind.Unknown && tag.IsClosed && MarkdownLink.FollowsText(_line.Text[(_at + tag.Source.Length - 1)..]);

    private bool TryReadSsml()
    {
        var rest = _line.Text[_at..];
        if (DividedElement.TryRead(rest, _ahead, out var divided, out var end) && AngleTag.TryRead(divided, out var whole))
        {
            if (whole.IsHtml && !whole.IsSsml)
                DividedHtml ??= divided;
            if (!whole.IsSsml)
                return false;
            ElementEnd = end;
            ReadSsml(divided, rest.Length);
            return true;
        }

        // An element ends at the next bracket, whatever is emphasized in it.
        var bracket = rest[1..].IndexOfAny('<', '>');
        var source = bracket < 0 ? rest : rest[..(bracket + (rest[bracket + 1] == '>' ? 2 : 1))];
        if (!AngleTag.TryRead(DividedElement.WithoutAsterisks(source), out var element) || !element.IsSsml)
            return false;
        // "x <*s* and t = 3" is text.
        if (bracket < 0 && element.Name.Length == 1 && source.Contains('*'))
            return false;
        ReadSsml(element.Source, source.Length);
        return true;
    }

    private void ReadSsml(ReadOnlySpan<char> element, int length)
    {
        _context.Error(DiagnosticCodes.SsmlInText, DiagnosticMessages.SsmlInText, element, _line.At(_at));
        _at += length;
    }

    private void ReadTag(Tag tag)
    {
        _at += tag.Source.Length;
        EndsBeat |= tag.Kind == TagKind.EndBeat;
        if (tag.IsWrong)
        {
            _context.WrongTag(tag);
            return;
        }

        if (tag.IsStructure || (_text.HasText && tag.Kind != TagKind.Pause))
            _context.Error(DiagnosticCodes.TagAfterText, DiagnosticMessages.TagAfterText(tag), tag.Start);
        if (tag.Kind == TagKind.Pause)
            ReadPause(tag);
        else
            LineSettings = StateTag.Apply(tag, LineSettings, _context);
    }

    private readonly void ReadPause(Tag tag)
    {
        if (PauseValue.TryRead(tag.Value, out var ms))
            _text.WaitingPause = ms;
        else
            _context.Error(DiagnosticCodes.PauseInvalid, DiagnosticMessages.PauseInvalid(tag.Value), tag.ValueStart);
    }

    private void ReadMarker()
    {
        var rest = _line.Text[_at..];
        var length = rest.IndexOfAnyExcept('*');
        if (length < 0)
            length = rest.Length;

        var canOpen = Whitespace.StartsWithWord(rest[length..]) && rest[length + Whitespace.CountLeading(rest[length..])] != '[';
        _text.AddMarker(rest[..length], canOpen, canClose: _text.EndsWithWord);
        _at += length;
    }

    private void ReadPlain()
    {
        var rest = _line.Text[_at..];
        if (FreeText.IsEscape(rest, 0))
        {
            _text.Add(rest.Slice(1, 1));
            _at += 2;
        }
        else
        {
            // The first character is plain text: a backslash here doesn't escape anything.
            var length = rest[1..].IndexOfAny(SpecialCharacters) is >= 0 and var next ? next + 1 : rest.Length;
            _text.Add(rest[..length]);
            _at += length;
        }
    }
}
