using System.Text;
using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Unicode;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>The speaker of a line, with its settings.</summary>
internal sealed record Speaker(VoiceProfile Profile, SpeechModel Model, VoiceSettings Settings)
{
    /// <summary>The current direction as it is sent; null if there is none, or the model doesn't act on it.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether the script or a regenerate request sets its stability: then no voice with another one may be combined with it.</summary>
    public bool AsksForStability { get; init; }

    /// <summary>Whether a regenerate request sets its similarity, which a dialogue doesn't support.</summary>
    public bool AsksForSimilarity { get; init; }

    /// <summary>In code points.</summary>
    public int TagCharacters => Tag is null ? 0 : CodePoints.CountIn(Tag);
}

/// <summary>A segment under construction: consecutive lines that can be spoken in one request.</summary>
internal sealed class LineRun
{
    private readonly Speaker _speaker;
    private readonly StringBuilder _text = new();
    private readonly List<SegmentLine> _lines = [];
    private readonly SortedDictionary<int, int> _silenceMs = [];

    /// <summary>Positions of written pauses of 0, inside the text or before it: in exact mode, there is no gap.</summary>
    private readonly HashSet<int> _noGaps = [];
    private readonly List<SilentLine> _silentLines = [];
    private readonly List<TextEdit> _edits = [];

    /// <summary>The length of the sent text so far, in code points, as the model counts.</summary>
    private int _characters;

    /// <summary>The direction that is current at the end of the sent text so far.</summary>
    private string? _tag;

    /// <summary>The silence written after the run's last line so far.</summary>
    private int _pauseAfterMs;

    /// <summary>The part of the written silence that is in the last line's text, after its last word.</summary>
    private int _pauseInTextMs;

    /// <param name="silentBefore">Lines without words before the beat's first spoken line.</param>
    public LineRun(IEnumerable<(int Line, ScriptLine Silent)> silentBefore, LinePart part, Speaker speaker)
    {
        _speaker = speaker;
        foreach (var before in silentBefore)
            AddSilent(before.Line, before.Silent);
        AddSilence(0, _pauseAfterMs);
        Add(part, speaker);
    }

    /// <inheritdoc cref="Speaker.AsksForStability"/>
    public bool AsksForStability { get; private set; }

    /// <inheritdoc cref="Speaker.AsksForSimilarity"/>
    public bool AsksForSimilarity => _speaker.AsksForSimilarity;

    /// <summary>The neighbouring text that other requests get for this run.</summary>
    public string Context => new SentText(_text.ToString(), _edits).Context;

    public bool TryAdd(LinePart part, Speaker speaker)
    {
        var fits = _characters + 1 + TagCharactersFor(speaker) + part.SentCharacters <= _speaker.Model.MaxCharacters;
        var endsDirection = _tag is not null && speaker.Tag is null;
        if (!fits || endsDirection || !IsSameSpeaker(speaker))
            return false;

        _text.Append(' ');
        _characters++;
        AddSilence(_text.Length, _pauseAfterMs);
        Add(part, speaker);
        return true;
    }

    /// <summary>Adds a line without words: only its pauses become part of the run.</summary>
    public void AddSilent(int line, ScriptLine silent)
    {
        _silentLines.Add(new SilentLine(line, _pauseInTextMs + _pauseAfterMs));
        _pauseAfterMs += silent.SilenceMs;
    }

    /// <param name="contexts">The contexts of all runs of the beat.</param>
    public SpeechSegment ToSegment(IReadOnlyList<string> contexts, int index)
    {
        var silences = new SortedDictionary<int, int>(_silenceMs);
        silences[_text.Length] = silences.GetValueOrDefault(_text.Length) + _pauseAfterMs;
        return new SpeechSegment(
            index,
            VoiceCharacters.Normalize(_speaker.Profile.Character),
            _speaker.Profile.VoiceId,
            _speaker.Settings,
            _text.ToString(),
            _lines,
            [.. silences.Where(s => s.Value > 0 || _noGaps.Contains(s.Key)).Select(s => new SegmentSilence(s.Key, s.Value))],
            NeighbouringText.Before(contexts, index),
            NeighbouringText.After(contexts, index),
            _speaker.Profile.LanguageCode)
        {
            Model = _speaker.Model,
            SilentLines = _silentLines,
            Edits = _edits,
        };
    }

    private void Add(LinePart part, Speaker speaker)
    {
        var start = _text.Length;
        _characters += TagCharactersFor(speaker);
        if (speaker.Tag is { } tag && tag != _tag)
            _edits.Add(new TextEdit(start, 0, tag));
        _tag = speaker.Tag;
        AsksForStability |= speaker.AsksForStability;
        _text.Append(part.Text);
        _edits.AddRange(part.Edits.Select(edit => edit with { At = start + edit.At }));
        _characters += part.SentCharacters;
        _lines.Add(new SegmentLine(part.Line, start, part.Text.Length, part.From));
        foreach (var pause in part.InnerPauses)
        {
            AddSilence(start + pause.At, pause.Ms);
            if (pause.Ms == 0 && (start == 0 || pause.At > 0))
                _noGaps.Add(start + pause.At);
        }

        var lastHeard = SpokenText.LastHeardBefore(part.Text, part.Text.Length);
        _pauseInTextMs = part.InnerPauses.Where(pause => pause.At > lastHeard).Sum(pause => pause.Ms);
        _pauseAfterMs = part.PauseAfterMs;
    }

    /// <summary>The length of the tag to send before a line of this speaker; 0 if its direction is already current.</summary>
    private int TagCharactersFor(Speaker speaker) => speaker.Tag == _tag ? 0 : speaker.TagCharacters;

    private bool IsSameSpeaker(Speaker other) =>
        other.Profile.Character == _speaker.Profile.Character
        && other.Profile.VoiceId == _speaker.Profile.VoiceId
        && other.Settings == _speaker.Settings;

    private void AddSilence(int at, int ms) => _silenceMs[at] = _silenceMs.GetValueOrDefault(at) + ms;
}
