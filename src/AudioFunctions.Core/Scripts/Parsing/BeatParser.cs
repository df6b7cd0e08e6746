using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>Reads one beat, line by line: its header up to <c>---</c>, then its body.</summary>
/// <param name="defaults">The settings from META.</param>
internal sealed class BeatParser(ParseContext context, LineText text, BeatHeading heading, LineSettings defaults)
{
    private readonly BeatLines _lines = new();
    private LineSettings _settings = defaults;
    private string? _name;
    private bool _isInBody;
    private bool _hasSeparator;
    private bool? _separatorFollows;

    /// <summary>A pause alone on a line before the first text line; it becomes that line's leading pause.</summary>
    private int? _leadingPause;

    /// <summary>Where an SSML element ends that started in a line before; the text up to there is part of it.</summary>
    private TextPlace? _elementEnd;

    /// <summary>The last style tag without effect that was reported, so that each is reported once.</summary>
    private Position? _styleWithoutEffect;

    /// <summary>The last stability tag whose value the model rounds that was reported, so that each is reported once.</summary>
    private Position? _roundedStability;

    /// <param name="ahead">The lines after it.</param>
    /// <returns>Whether the line contained an <c>[END_BEAT]</c>.</returns>
    public bool Read(SourceLine line, LineReader ahead)
    {
        if (!_isInBody && ReadHeader(line, ahead))
            return false;

        _isInBody = true;
        return ReadBody(AfterElement(line), ahead);
    }

    /// <summary>Reports what is missing in the beat. Returns whether it is well-formed.</summary>
    public bool Check(BeatEnd end)
    {
        if (_name is null)
            context.Error(DiagnosticCodes.BeatNameMissing, DiagnosticMessages.BeatNameMissing, heading.DisplayId, heading.Start);
        if (!_hasSeparator)
            context.Error(DiagnosticCodes.BeatSeparatorMissing, DiagnosticMessages.BeatSeparatorMissing, heading.DisplayId, heading.Start);
        if (_lines.IsEmpty)
            context.Error(DiagnosticCodes.BeatEmpty, DiagnosticMessages.BeatEmpty, heading.DisplayId, heading.Start);
        else if (!_lines.HasWords)
            context.Error(DiagnosticCodes.BeatEmpty, DiagnosticMessages.BeatSilent, heading.DisplayId, heading.Start);
        if (end == BeatEnd.EndOfScript)
            context.Error(DiagnosticCodes.UnclosedBeat, DiagnosticMessages.UnclosedBeat, heading.DisplayId, heading.Start);
        return heading.IsUsable && _name is not null && _hasSeparator && _lines.HasWords && end == BeatEnd.Tag;
    }

    /// <summary>Call it only if the beat is well-formed.</summary>
    public Beat Build() => BeatSummary.Of(heading.Id, _name ?? "", _lines.Finish());

    /// <summary>Returns false if the header ended without a separator.</summary>
    private bool ReadHeader(SourceLine line, LineReader ahead)
    {
        if (line.IsSeparator)
        {
            _hasSeparator = _isInBody = true;
            return true;
        }

        if (_name is null && KeyValue.TryRead(line, out var pair) && Ascii.EqualsIgnoreCase(pair.Key, "name"))
        {
            _name = pair.Value.IsWhitespace ? null : FreeText.Clean(pair.Value.Text);
            return true;
        }

        // Cached per beat: otherwise each line of a long header would search it again.
        _separatorFollows ??= SeparatorFollows(ahead);
        if (_separatorFollows == false)
            return false;

        context.OutOfPlace(line);
        return true;
    }

    private bool SeparatorFollows(LineReader ahead)
    {
        while (ahead.TryRead(out var line))
        {
            if (line.IsSeparator)
                return true;
            if (Tag.TryRead(line, 0, context.Meter, out var tag) && tag.IsStructure)
                return false;
        }

        return false;
    }

    /// <summary>What of a line isn't part of an SSML element that started before it.</summary>
    private SourceLine AfterElement(SourceLine line)
    {
        if (_elementEnd is not { } end || line.At(0).Line > end.Line)
            return line;
        return line.From(line.At(0).Line < end.Line ? line.Text.Length : end.Offset);
    }

    private bool ReadBody(SourceLine line, LineReader ahead)
    {
        if (line.IsWhitespace)
            return false;

        text.Start(pauseBefore: _lines.IsEmpty ? _leadingPause : null);
        var body = new BodyLine(context, line, ahead, text, _settings);
        body.Read();
        _settings = body.LineSettings;
        _elementEnd = body.ElementEnd;
        if (body.TextStart is { } start)
            AddLine(start, body.DividedHtml);
        else if (_lines.IsEmpty)
            _leadingPause = text.WaitingPause;
        else if (text.WaitingPause is { } ms)
            _lines.PauseAfterLast(ms);
        return body.EndsBeat;
    }

    private void AddLine(Position start, string? dividedHtml)
    {
        var finished = text.Finish();
        var characters = FreeText.CountCharacters(finished.Text);
        if (characters > ScriptLimits.MaxLineCharacters)
            context.Error(DiagnosticCodes.LineTooLong, DiagnosticMessages.LineTooLong(characters), start);
        if (finished.HasStrayAsterisk)
            context.Warning(DiagnosticCodes.StrayAsterisk, DiagnosticMessages.StrayAsterisk, start);
        if (!finished.HasWords)
            context.Warning(DiagnosticCodes.NothingToSay, DiagnosticMessages.NothingToSay, start);
        else if (WrittenMarkup.Find(finished.Text, dividedHtml) is { } markup)
            context.Warning(DiagnosticCodes.MarkupInText, DiagnosticMessages.MarkupInText, markup, start);

        if (finished.HasWords)
        {
            CheckStyle();
            CheckStability();
        }

        context.CountLine(_settings.Character);
        _lines.Add(finished, _settings, text.WaitingPause);
    }

    private void CheckStyle()
    {
        if (_settings.StyleAt is not { } at || at == _styleWithoutEffect || !context.ModelsWithoutStyle.TryGetValue(_settings.Character, out var model))
            return;

        _styleWithoutEffect = at;
        context.Warning(DiagnosticCodes.SettingWithoutEffect, DiagnosticMessages.StyleWithoutEffect, model, at);
    }

    private void CheckStability()
    {
        if (_settings is not { StabilityAt: { } at, Stability: not (0 or 0.5 or 1) }
            || at == _roundedStability
            || !context.RoundedStabilities.TryGetValue(_settings.Character, out var message))
        {
            return;
        }

        _roundedStability = at;
        context.Warning(DiagnosticCodes.SettingWithoutEffect, message, at);
    }
}
