using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>The words of a segment with their alignment, and the silences of its recording, in milliseconds.</summary>
/// <remarks>
/// Gap g is before word g. The first gap and the first silence are the voice's start, the last gap and the last silence its end.
/// </remarks>
internal sealed class SpokenGaps
{
    // A word that lasts this many times longer or shorter than its letters suggest has a wrong time at one end: later times stand still,
    // or lie at the end of the audio. Some services include the silence after a word in it.
    private const double MaxPaceFactor = 3;
    private const double MaxSilenceMs = 800;
    private const double MinPaceFactor = 0.25;
    private const double StandsStillMs = 5;

    private readonly IReadOnlyList<TextWord> _words;
    private readonly double[] _letters;
    private readonly double[] _squares;
    private readonly double[] _noPause;
    private readonly int[] _untimed;
    private readonly double[] _starts;
    private readonly double[] _ends;

    public SpokenGaps(
        IReadOnlyList<TextWord> words, IReadOnlyList<SampleRange> silences, SampleRange voice, CharacterTimes? times, int sampleRateHz)
    {
        var msOf = 1000.0 / sampleRateHz;
        _words = words;
        IsAligned = times is not null;
        Silences =
        [
            (voice.From * msOf, voice.From * msOf),
            .. silences.Select(silence => (silence.From * msOf, silence.To * msOf)),
            (voice.To * msOf, voice.To * msOf),
        ];
        _letters = Sums(word => word.Letters);
        _squares = Sums(word => word.Letters * word.Letters);
        _noPause = Sums(word => PaceModel.NoPause(word.End));
        _starts = [.. words.Select(word => (times?.Start(word.First) ?? 0) * msOf)];
        _ends = [.. words.Select(word => (times?.End(word.Last) ?? 0) * msOf)];
        _untimed = new int[words.Count + 1];
        var letterMs = MedianLetterMs();
        for (var i = 0; i < words.Count; i++)
        {
            _untimed[i + 1] = _untimed[i] + (IsTimed(i, letterMs) ? 0 : 1);
        }
    }

    public IReadOnlyList<(double From, double To)> Silences { get; }

    public bool IsAligned { get; }

    public int LastGap => _words.Count;

    public double Letters(int fromGap, int toGap) => _letters[toGap] - _letters[fromGap];

    public double Squares(int fromGap, int toGap) => _squares[toGap] - _squares[fromGap];

    public WordEnd EndBefore(int gap) => _words[gap - 1].End;

    /// <summary>The cost of no silence in any of the gaps between two gaps.</summary>
    public double Unbroken(int fromGap, int toGap) => _noPause[toGap - 1] - _noPause[fromGap];

    /// <summary>Whether the alignment has a time for every word between two gaps.</summary>
    public bool HasTimes(int fromGap, int toGap) => IsAligned && _untimed[toGap] == _untimed[fromGap];

    /// <summary>From the first word's start to the last word's end, by the alignment.</summary>
    public double AlignedMs(int fromGap, int toGap) => _ends[toGap - 1] - _starts[fromGap];

    /// <summary>From the first word's start to the start of the word after the last, by the alignment.</summary>
    public double AlignedToNextMs(int fromGap, int toGap) => toGap < LastGap ? _starts[toGap] - _starts[fromGap] : AlignedMs(fromGap, toGap);

    private double MedianLetterMs()
    {
        var paces = Enumerable.Range(0, _words.Count).Where(word => Length(word) >= StandsStillMs)
            .Select(word => Length(word) / _words[word].Letters).Order().ToList();
        return paces.Count == 0 ? 0 : paces[paces.Count / 2];
    }

    private bool IsTimed(int word, double letterMs) =>
        Length(word) >= Math.Max(StandsStillMs, letterMs * _words[word].Letters * MinPaceFactor)
        && Length(word) <= (letterMs * _words[word].Letters * MaxPaceFactor) + MaxSilenceMs;

    private double Length(int word) => _ends[word] - _starts[word];

    private double[] Sums(Func<TextWord, double> value)
    {
        var sums = new double[_words.Count + 1];
        for (var i = 0; i < _words.Count; i++)
        {
            sums[i + 1] = sums[i] + value(_words[i]);
        }

        return sums;
    }
}
