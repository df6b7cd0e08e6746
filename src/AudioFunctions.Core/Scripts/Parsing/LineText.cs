namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Builds the text of one line from the pieces between its tags. If text follows a pause, it is an inner pause; otherwise it is the pause
/// after the line. Reused for every line, so that its buffers are allocated once.
/// </summary>
internal sealed class LineText(ScanMeter meter)
{
    private readonly Emphasis _emphasis = new();
    private readonly List<InnerPause> _pauses = [];
    private readonly List<string> _plainWords = [];
    private readonly List<string> _strongWords = [];
    private char[] _raw = new char[512];
    private int _length;

    public bool HasText => _length > 0;

    public int? WaitingPause { get; set; }

    /// <summary>Whether the text so far ends with a word, so that a marker after it would touch the word.</summary>
    public bool EndsWithWord => HasText && WaitingPause is null && Whitespace.EndsWithWord(_raw.AsSpan(0, _length));

    /// <param name="pauseBefore">A pause before the line.</param>
    public void Start(int? pauseBefore)
    {
        _length = 0;
        _emphasis.Clear();
        _pauses.Clear();
        _plainWords.Clear();
        _strongWords.Clear();
        WaitingPause = pauseBefore;
    }

    public void Add(ReadOnlySpan<char> piece)
    {
        if (!HasText || WaitingPause is not null)
        {
            piece = piece[Whitespace.CountLeading(piece)..];
            if (piece.IsEmpty)
                return;
            PlaceWaitingPause();
        }

        Append(piece);
    }

    /// <summary>Adds a run of asterisks.</summary>
    public void AddMarker(ReadOnlySpan<char> run, bool canOpen, bool canClose)
    {
        PlaceWaitingPause();
        _emphasis.Add(_length, run.Length, canOpen, canClose);
        Append(run);
    }

    public FinishedText Finish()
    {
        TrimEnd();
        meter.Add(_length);
        FreeText.CleanInPlace(_raw.AsSpan(0, _length));
        if (_emphasis.HasRuns)
            _length = _emphasis.TakeOut(_raw.AsSpan(0, _length), _pauses, _plainWords, _strongWords);
        var (written, spoken) = WrittenAndSpoken();
        return new FinishedText(spoken, written, Copy(_pauses), Copy(_plainWords), Copy(_strongWords), _emphasis.HasStray);
    }

    private (string Written, string Spoken) WrittenAndSpoken()
    {
        var written = new string(_raw, 0, _length);
        if (_strongWords.Count == 0)
            return (written, written);
        _emphasis.WriteCapitals(_raw.AsSpan(0, _length));
        return (written, new string(_raw, 0, _length));
    }

    private static T[] Copy<T>(List<T> items) => items.Count == 0 ? [] : items.ToArray();

    private void PlaceWaitingPause()
    {
        if (WaitingPause is not { } ms)
            return;

        if (HasText)
        {
            TrimEnd();
            Append(" ");
        }

        _pauses.Add(new InnerPause(_length, ms));
        WaitingPause = null;
    }

    private void TrimEnd() => _length -= Whitespace.CountTrailing(_raw.AsSpan(0, _length));

    private void Append(ReadOnlySpan<char> piece)
    {
        if (_length + piece.Length > _raw.Length)
            Array.Resize(ref _raw, Math.Max(_raw.Length * 2, _length + piece.Length));
        piece.CopyTo(_raw.AsSpan(_length));
        _length += piece.Length;
        meter.Add(piece.Length);
    }
}

/// <summary>A line's text as it is spoken, and its markup.</summary>
/// <param name="Written">The same text without the capitals of strong emphasis; indexes are the same.</param>
internal readonly record struct FinishedText(
    string Text,
    string Written,
    IReadOnlyList<InnerPause> InnerPauses,
    IReadOnlyList<string> EmphasisWords,
    IReadOnlyList<string> StrongEmphasisWords,
    bool HasStrayAsterisk)
{
    /// <summary>Whether it contains anything to say.</summary>
    public bool HasWords { get; } = SpokenWords.AreIn(Text);
}
