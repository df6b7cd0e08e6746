namespace AudioFunctions.Scripts.Parsing;

/// <summary>Reads a script line by line and knows which block it is in. The structure tags lead from one block to the next.</summary>
internal sealed class ScriptParser(ParseContext context)
{
    private readonly MetaBlock _meta = new(context);
    private readonly BeatIds _ids = new(context);
    private readonly LineText _text = new(context.Meter);
    private readonly List<Beat> _beats = [];
    private bool _hasMeta;
    private bool _isInMeta;
    private int _beatsBegun;
    private int _beatsWellFormed;
    private BeatParser? _beat;

    public ParseResult Read(SourceText source)
    {
        // In a text that isn't UTF-8, any other diagnostic would be misleading.
        if (source.FirstInvalid is { } invalid)
        {
            context.Error(
                DiagnosticCodes.NotUtf8, source.OtherEncoding is { } other ? DiagnosticMessages.OtherEncoding(other) : DiagnosticMessages.NotUtf8, source.PositionOf(invalid));
            return Finish();
        }

        var lines = new LineReader(source.Text, context.Meter);
        while (lines.TryRead(out var line))
        {
            if (line.IsWhitespace)
                continue;
            if (Tag.TryRead(line, 0, context.Meter, out var tag) && tag.IsStructure)
                ReadStructure(tag, line);
            else
                ReadContent(line, lines);
        }

        CloseBeat(BeatEnd.EndOfScript);
        CheckWhole();
        return Finish();
    }

    private void ReadContent(SourceLine line, LineReader ahead)
    {
        if (_beat is not null)
        {
            if (_beat.Read(line, ahead))
                CloseBeat(BeatEnd.Tag);
        }
        else if (_isInMeta && !Tag.TryRead(line, 0, context.Meter, out _))
        {
            _meta.Read(line);
        }
        else
        {
            context.OutOfPlace(line);
        }
    }

    private void ReadStructure(Tag tag, SourceLine line)
    {
        if (tag.Kind == TagKind.Beat)
            OpenBeat(tag);
        else if (tag.Kind == TagKind.Meta)
            OpenMeta(tag);
        else
            EndBeat(tag);

        var rest = line.From(tag.Source.Length);
        if (tag.IsWrong)
            context.WrongTag(tag);
        if (tag.IsClosed && !rest.IsWhitespace)
            context.OutOfPlace(rest);
    }

    private void OpenMeta(Tag tag)
    {
        if (_hasMeta)
            context.Error(DiagnosticCodes.DuplicateMeta, DiagnosticMessages.DuplicateMeta, tag.Start);
        else if (_beatsBegun > 0)
            context.Error(DiagnosticCodes.MisplacedMeta, DiagnosticMessages.MisplacedMeta, tag.Start);
        _hasMeta = true;
        _isInMeta = true;
    }

    private void OpenBeat(Tag tag)
    {
        var isNested = _beat is not null;
        CloseBeat(BeatEnd.NextBeat);
        var heading = _ids.Register(tag);
        if (isNested)
            context.Error(DiagnosticCodes.NestedBeat, DiagnosticMessages.NestedBeat, tag.Start);

        _beat = new BeatParser(context, _text, heading, _meta.Defaults);
        _isInMeta = false;
        _beatsBegun++;
    }

    private void EndBeat(Tag tag)
    {
        if (_beat is null)
            context.Error(DiagnosticCodes.StrayEndBeat, DiagnosticMessages.StrayEndBeat, tag.Start);
        CloseBeat(BeatEnd.Tag);
        _isInMeta = false;
    }

    private void CloseBeat(BeatEnd end)
    {
        if (_beat is not { } beat)
            return;

        if (beat.Check(end))
        {
            _beatsWellFormed++;
            // A script with errors has no result, so its beats needn't be built.
            if (!context.Diagnostics.HasErrors)
                _beats.Add(beat.Build());
        }

        _beat = null;
        context.BeatId = null;
    }

    private void CheckWhole()
    {
        if (!_hasMeta)
            context.Error(DiagnosticCodes.MissingMeta, DiagnosticMessages.MissingMeta, Position.Start);
        if (_beatsBegun == 0)
            context.Error(DiagnosticCodes.NoBeats, DiagnosticMessages.NoBeats, Position.Start);
        if (_meta.LacksNarrator && context.CharacterCount.ContainsKey(KnownCharacters.Narrator))
            context.Error(DiagnosticCodes.UnknownDefault, DiagnosticMessages.NarratorMissing(context.KnownCharacters.Names), Position.Start);
        _meta.WarnOfMissing();
        if (_beatsBegun > ScriptLimits.ManyBeats)
            context.Warning(DiagnosticCodes.ManyBeats, DiagnosticMessages.ManyBeats(_beatsBegun), Position.Start);
    }

    private ParseResult Finish()
    {
        var validation = context.Diagnostics.ToValidation(_beatsWellFormed, context.CharacterCount);
        var script = new Script(
            _meta.VideoTitle, _meta.Project, _meta.Defaults.Character, _meta.Defaults.Pace, _meta.PauseMode, _beats)
        {
            Directions = _meta.Directions,
        };
        return new ParseResult(validation, validation.IsValid ? script : null);
    }
}
