namespace AudioFunctions.Scripts.Parsing;

/// <summary>The lines of a beat. The pause after a line is known only when the next line or the end of the beat is reached.</summary>
internal sealed class BeatLines
{
    private readonly List<ScriptLine> _lines = [];
    private FinishedText _lastText;
    private LineSettings? _lastSettings;
    private int? _lastPause;

    public bool IsEmpty => _lastSettings is null;

    /// <summary>Whether one of the lines can be spoken.</summary>
    public bool HasWords { get; private set; }

    public void Add(FinishedText text, LineSettings settings, int? pauseAfter)
    {
        FinishLast(PauseValue.AfterLineMs);
        HasWords |= text.HasWords;
        _lastText = text;
        _lastSettings = settings;
        _lastPause = pauseAfter;
    }

    /// <summary>Adds a pause alone on a line. It replaces the pause after the last line.</summary>
    public void PauseAfterLast(int ms) => _lastPause = ms;

    public IReadOnlyList<ScriptLine> Finish()
    {
        FinishLast(PauseValue.AfterBeatMs);
        return _lines;
    }

    private void FinishLast(int defaultPause)
    {
        if (_lastSettings is not { } settings)
            return;

        _lines.Add(new ScriptLine(
            _lastText.Text,
            settings.Character,
            settings.Direction,
            settings.Pace,
            settings.Speed,
            _lastPause ?? defaultPause,
            _lastText.InnerPauses,
            settings.Stability,
            settings.Style,
            _lastText.EmphasisWords,
            _lastText.StrongEmphasisWords)
        {
            Written = _lastText.Written,
        });
    }
}
