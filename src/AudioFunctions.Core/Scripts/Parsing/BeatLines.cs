namespace AudioFunctions.Scripts.Parsing;

/// <summary>The lines of a beat. What is silent after a line is only known once the next line or the end of the beat has come.</summary>
internal sealed class BeatLines
{
    private readonly List<ScriptLine> _lines = [];
    private FinishedText _lastText;
    private Delivery? _lastDelivery;
    private int? _lastPause;

    public bool IsEmpty => _lastDelivery is null;

    /// <summary>Whether one of the lines can be spoken.</summary>
    public bool HasWords { get; private set; }

    public void Add(FinishedText text, Delivery delivery, int? pauseAfter)
    {
        FinishLast(PauseValue.AfterLineMs);
        HasWords |= text.HasWords;
        _lastText = text;
        _lastDelivery = delivery;
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
        if (_lastDelivery is not { } delivery)
            return;

        _lines.Add(new ScriptLine(
            _lastText.Text,
            delivery.Character,
            delivery.Direction,
            delivery.Pace,
            delivery.Speed,
            _lastPause ?? defaultPause,
            _lastText.InnerPauses,
            delivery.Stability,
            delivery.Style,
            _lastText.EmphasisWords,
            _lastText.StrongEmphasisWords)
        {
            Written = _lastText.Written,
        });
    }
}
