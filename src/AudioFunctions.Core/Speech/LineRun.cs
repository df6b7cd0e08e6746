using System.Text;
using AudioFunctions.Audio.Cutting;
using AudioFunctions.Scripts;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>A segment in the making: consecutive lines that can be spoken in one request.</summary>
internal sealed class LineRun
{
    private readonly VoiceProfile _profile;
    private readonly VoiceSettings _settings;
    private readonly StringBuilder _text = new();
    private readonly List<SegmentLine> _lines = [];
    private readonly SortedDictionary<int, int> _silenceMs = [];
    private readonly List<SilentLine> _silentLines = [];

    /// <summary>The silence written after the run's last line so far.</summary>
    private int _pauseAfterMs;

    /// <summary>The part of the written silence that the last spoken line has in its text, behind its last word.</summary>
    private int _pauseInTextMs;

    /// <param name="silentBefore">Lines with nothing to say before the beat's first spoken one.</param>
    public LineRun(
        IEnumerable<(int Line, ScriptLine Silent)> silentBefore, int line, ScriptLine spoken, VoiceProfile profile, VoiceSettings settings)
    {
        (_profile, _settings) = (profile, settings);
        foreach (var before in silentBefore)
            AddSilent(before.Line, before.Silent);
        AddSilence(0, _pauseAfterMs);
        Add(line, spoken);
    }

    public string Text => _text.ToString();

    public bool TryAdd(int line, ScriptLine spoken, VoiceProfile profile, VoiceSettings settings, int maxCharacters)
    {
        var fits = _text.Length + 1 + spoken.Text.Length <= maxCharacters;
        if (!fits || profile.Character != _profile.Character || profile.VoiceId != _profile.VoiceId || settings != _settings)
            return false;

        _text.Append(' ');
        AddSilence(_text.Length, _pauseAfterMs);
        Add(line, spoken);
        return true;
    }

    /// <summary>A line with nothing to say: only its pauses come into the run.</summary>
    public void AddSilent(int line, ScriptLine silent)
    {
        _silentLines.Add(new SilentLine(line, _pauseInTextMs + _pauseAfterMs));
        _pauseAfterMs += silent.SilenceMs;
    }

    public SpeechSegment ToSegment(IReadOnlyList<string> texts, int index)
    {
        var silences = new SortedDictionary<int, int>(_silenceMs);
        silences[_text.Length] = silences.GetValueOrDefault(_text.Length) + _pauseAfterMs;
        return new SpeechSegment(
            index,
            VoiceCharacters.Normalize(_profile.Character),
            _profile.VoiceId,
            _settings,
            Text,
            _lines,
            [.. silences.Where(s => s.Value > 0).Select(s => new SegmentSilence(s.Key, s.Value))],
            NeighbouringText.Before(texts, index),
            NeighbouringText.After(texts, index),
            _profile.LanguageCode)
        {
            SilentLines = _silentLines,
        };
    }

    private void Add(int line, ScriptLine spoken)
    {
        var start = _text.Length;
        _text.Append(spoken.Text);
        _lines.Add(new SegmentLine(line, start, spoken.Text.Length));
        foreach (var pause in spoken.InnerPauses)
        {
            AddSilence(start + pause.At, pause.Ms);
        }

        var lastHeard = SpokenText.LastHeardBefore(spoken.Text, spoken.Text.Length);
        _pauseInTextMs = spoken.InnerPauses.Where(pause => pause.At > lastHeard).Sum(pause => pause.Ms);
        _pauseAfterMs = spoken.PauseAfterMs;
    }

    private void AddSilence(int at, int ms) => _silenceMs[at] = _silenceMs.GetValueOrDefault(at) + ms;
}
