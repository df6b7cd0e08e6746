using System.Text;
using AudioFunctions.Audio.Cutting;
using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>Who speaks a line, and how.</summary>
internal sealed record Speaker(VoiceProfile Profile, SpeechModel Model, VoiceSettings Settings)
{
    /// <summary>The direction in force, as it is sent; null if none is acted on.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether the script or a regenerate request names its stability: then no other voice's may be mixed in.</summary>
    public bool AsksForStability { get; init; }

    /// <summary>Whether a regenerate request names its similarity, which a dialogue doesn't take.</summary>
    public bool AsksForSimilarity { get; init; }

    /// <summary>In code points.</summary>
    public int TagCharacters => Tag is null ? 0 : CodePoints.CountIn(Tag);
}

/// <summary>A segment in the making: consecutive lines that can be spoken in one request.</summary>
internal sealed class LineRun
{
    private readonly Speaker _speaker;
    private readonly StringBuilder _text = new();
    private readonly List<SegmentLine> _lines = [];
    private readonly SortedDictionary<int, int> _silenceMs = [];

    /// <summary>Where a pause of 0 is written inside the text or before it: with exact pauses, there is no gap.</summary>
    private readonly HashSet<int> _noGaps = [];
    private readonly List<SilentLine> _silentLines = [];
    private readonly List<TextEdit> _edits = [];

    /// <summary>Of what is sent so far, in code points, as the model counts.</summary>
    private int _characters;

    /// <summary>The direction that the model acts on by what is sent so far.</summary>
    private string? _tag;

    /// <summary>The silence written after the run's last line so far.</summary>
    private int _pauseAfterMs;

    /// <summary>The part of the written silence that the last spoken line has in its text, behind its last word.</summary>
    private int _pauseInTextMs;

    /// <param name="silentBefore">Lines with nothing to say before the beat's first spoken one.</param>
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

    /// <summary>What the runs beside it are told of it.</summary>
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

    /// <summary>A line with nothing to say: only its pauses come into the run.</summary>
    public void AddSilent(int line, ScriptLine silent)
    {
        _silentLines.Add(new SilentLine(line, _pauseInTextMs + _pauseAfterMs));
        _pauseAfterMs += silent.SilenceMs;
    }

    /// <param name="contexts">Of all runs of the beat.</param>
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

    /// <summary>Of the tag that has to be sent before a line of theirs; none if its direction is in force.</summary>
    private int TagCharactersFor(Speaker speaker) => speaker.Tag == _tag ? 0 : speaker.TagCharacters;

    private bool IsSameSpeaker(Speaker other) =>
        other.Profile.Character == _speaker.Profile.Character
        && other.Profile.VoiceId == _speaker.Profile.VoiceId
        && other.Settings == _speaker.Settings;

    private void AddSilence(int at, int ms) => _silenceMs[at] = _silenceMs.GetValueOrDefault(at) + ms;
}
