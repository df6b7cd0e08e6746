namespace AudioFunctions.Scripts.Parsing;

/// <summary>Reads one line of a beat's body: its state tags into the delivery, its text and pauses into a <see cref="LineText"/>.</summary>
internal ref struct BodyLine(Reading reading, SourceLine line, LineText text, Delivery delivery)
{
    private readonly Reading _reading = reading;
    private readonly SourceLine _line = line;
    private readonly LineText _text = text;
    private int _at;

    /// <summary>In force where the line ends.</summary>
    public Delivery Delivery { get; private set; } = delivery;

    /// <summary>Where the text starts; null where there is none.</summary>
    public Position? TextStart { get; private set; }

    /// <summary>Whether an <c>[END_BEAT]</c> stands in the line, where it does not belong.</summary>
    public bool EndsBeat { get; private set; }

    public void Read()
    {
        while (_at < _line.Text.Length)
        {
            if (!_text.HasText)
                _at += Blank.CountLeading(_line.Text[_at..]);

            var start = _line.At(_at);
            switch (_line.Text[_at])
            {
                case '[':
                    ReadTag();
                    break;
                case '*':
                    ReadMarker();
                    break;
                default:
                    ReadPlain();
                    break;
            }

            if (_text.HasText)
                TextStart ??= start;
        }
    }

    private void ReadTag()
    {
        var tag = Tag.Read(_line, _at, _reading.Meter);
        _at += tag.Source.Length;
        EndsBeat |= tag.Kind == TagKind.EndBeat;
        if (!tag.IsClosed || tag.Kind == TagKind.Unknown)
        {
            _reading.WrongTag(tag);
            return;
        }

        if (tag.IsStructure || (_text.HasText && tag.Kind != TagKind.Pause))
            _reading.Error(DiagnosticCodes.TagAfterText, DiagnosticMessages.TagAfterText(tag), tag.Start);
        if (tag.Kind == TagKind.Pause)
            ReadPause(tag);
        else
            Delivery = StateTag.Apply(tag, Delivery, _reading);
    }

    private readonly void ReadPause(Tag tag)
    {
        if (PauseValue.TryRead(tag.Value, out var ms))
            _text.WaitingPause = ms;
        else
            _reading.Error(DiagnosticCodes.PauseInvalid, DiagnosticMessages.PauseInvalid(tag.Value), tag.ValueStart);
    }

    private void ReadMarker()
    {
        var rest = _line.Text[_at..];
        var length = rest.IndexOfAnyExcept('*');
        if (length < 0)
            length = rest.Length;

        var canOpen = Blank.StartsWithWord(rest[length..]) && rest[length + Blank.CountLeading(rest[length..])] != '[';
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
            // The first character is plain even where it is a backslash: that one escapes nothing.
            var length = rest[1..].IndexOfAny('[', '*', '\\') is >= 0 and var next ? next + 1 : rest.Length;
            _text.Add(rest[..length]);
            _at += length;
        }
    }
}
