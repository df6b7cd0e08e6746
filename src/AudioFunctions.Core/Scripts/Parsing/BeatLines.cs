namespace AudioFunctions.Scripts.Parsing;

/// <summary>The lines of a beat. What is silent after a line is only known once the next line or the end of the beat has come.</summary>
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

    /// <summary>A pause alone on a line, which stands after the last line and replaces what stood there.</summary>
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
