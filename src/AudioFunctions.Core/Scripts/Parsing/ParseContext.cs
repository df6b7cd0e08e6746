using System.Runtime.InteropServices;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>The state that the parsers of one script share.</summary>
internal sealed class ParseContext(ScriptContext context, ScanMeter meter)
{
    private readonly Dictionary<string, int> _characterCount = [];
    private readonly MessageCache _messages = new();

    public ScanMeter Meter { get; } = meter;

    public KnownCharacters KnownCharacters { get; } = new(context.Characters);

    public string? ProjectName { get; } = Whitespace.Trim(context.ProjectName) is { IsEmpty: false } name ? name.ToString() : null;

    /// <inheritdoc cref="ScriptContext.ModelsWithoutStyle"/>
    public IReadOnlyDictionary<string, string> ModelsWithoutStyle { get; } = context.ModelsWithoutStyle;

    /// <summary>By character, the message about a stability that its model rounds. The lines share it.</summary>
    public IReadOnlyDictionary<string, string> RoundedStabilities { get; } = context.ModelsWithThreeStabilities.ToDictionary(
        voice => voice.Key, voice => DiagnosticMessages.StabilityRounded(voice.Value), StringComparer.OrdinalIgnoreCase);

    public DiagnosticList Diagnostics { get; } = new();

    /// <summary>The id of the current beat in diagnostics; null outside of beats.</summary>
    public string? BeatId { get; set; }

    /// <summary>Text lines per character.</summary>
    public IReadOnlyDictionary<string, int> CharacterCount => _characterCount;

    public void CountLine(string character) => CollectionsMarshal.GetValueRefOrAddDefault(_characterCount, character, out _)++;

    public void Error(string code, string message, Position position) => Diagnostics.Error(code, message, position, BeatId);

    public void Warning(string code, string message, Position position) => Diagnostics.Warning(code, message, position, BeatId);

    /// <summary>For problems that even a short script can contain very often: shares equal messages.</summary>
    public void Error(string code, Describe describe, ReadOnlySpan<char> value, Position position) =>
        Error(code, _messages.Get(code, describe, value), position);

    public void Warning(string code, Describe describe, ReadOnlySpan<char> value, Position position) =>
        Warning(code, _messages.Get(code, describe, value), position);

    /// <summary>Reports a line at a place where only structure tags may be; if its first tag is wrong, reports that instead.</summary>
    public void OutOfPlace(SourceLine line)
    {
        if (Tag.TryRead(line, 0, Meter, out var tag) && tag.IsWrong)
            WrongTag(tag);
        else
            Error(DiagnosticCodes.TextOutsideBeat, DiagnosticMessages.TextOutsideBeat, line.At(0));
    }

    /// <summary>Reports a tag that is unclosed, unknown or written with other characters.</summary>
    public void WrongTag(Tag tag)
    {
        if (tag.IsLookalike)
            Error(DiagnosticCodes.UnknownTag, DiagnosticMessages.LookalikeTag, tag.Source, tag.Start);
        else if (tag.IsClosed)
            Error(DiagnosticCodes.UnknownTag, DiagnosticMessages.UnknownTag, tag.Source, tag.Start);
        else
            Error(DiagnosticCodes.TagUnclosed, DiagnosticMessages.TagUnclosed, tag.Source, tag.Start);
    }
}
