using System.Runtime.InteropServices;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// The runs of asterisks in a line. One asterisk marks plain emphasis, two strong, three both; four and more mark nothing. A run opens if it
/// touches the text after it, and closes if it touches the text before it. At most one emphasis of each kind is open; a second opener makes
/// the first a stray. So every run is processed once, however they are nested.
/// </summary>
internal sealed class Emphasis
{
    private const int None = -1;
    private const int MaxMarkerLength = 3;

    private readonly List<Run> _runs = [];
    private readonly List<Pair> _pairs = [];
    private int _openPlain = None;
    private int _openStrong = None;

    public bool HasRuns => _runs.Count > 0;

    public bool HasStray => _runs.Exists(run => run.Used < run.Length);

    public void Clear()
    {
        _runs.Clear();
        _pairs.Clear();
        _openPlain = _openStrong = None;
    }

    /// <param name="at">Index of the run in the line's raw text.</param>
    public void Add(int at, int length, bool canOpen, bool canClose)
    {
        var index = _runs.Count;
        _runs.Add(new Run(at, length));
        if (length > MaxMarkerLength)
            return;

        var left = canClose ? Close(index, length) : length;
        if (!canOpen)
            return;
        if (left >= 2)
            _openStrong = index;
        if (left is 1 or 3)
            _openPlain = index;
    }

    /// <summary>Removes the matched markers from the raw text and adjusts the positions of the pauses.</summary>
    /// <returns>The new length.</returns>
    public int TakeOut(Span<char> raw, List<InnerPause> pauses, List<string> plain, List<string> strong)
    {
        var length = TakeOutMarkers(raw, pauses);
        foreach (var pair in _pairs)
            (pair.IsStrong ? strong : plain).Add(raw[RangeOf(pair)].ToString());
        return length;
    }

    /// <summary>Capitalizes the strongly emphasized words in a text without markers.</summary>
    public void WriteCapitals(Span<char> text)
    {
        foreach (var pair in _pairs.Where(pair => pair.IsStrong))
            Capitals.Write(text[RangeOf(pair)]);
    }

    private Range RangeOf(Pair pair) => _runs[pair.Open].EndInText.._runs[pair.Close].StartInText;

    private int Close(int index, int left)
    {
        if (left >= 2 && _openStrong != None)
        {
            Match(ref _openStrong, index, width: 2);
            left -= 2;
        }

        if (left is 1 or 3 && _openPlain != None)
        {
            Match(ref _openPlain, index, width: 1);
            left--;
        }

        return left;
    }

    private void Match(ref int open, int close, int width)
    {
        _pairs.Add(new Pair(open, close, IsStrong: width == 2));
        var runs = CollectionsMarshal.AsSpan(_runs);
        runs[open].Used += width;
        runs[close].Used += width;
        open = None;
    }

    private int TakeOutMarkers(Span<char> raw, List<InnerPause> pauses)
    {
        var read = 0;
        var write = 0;
        var pause = 0;
        foreach (ref var run in CollectionsMarshal.AsSpan(_runs))
        {
            for (; pause < pauses.Count && pauses[pause].At <= run.At; pause++)
                pauses[pause] = pauses[pause] with { At = pauses[pause].At - (read - write) };

            var between = raw[read..run.At];
            between.CopyTo(raw[write..]);
            run.StartInText = write + between.Length;
            run.EndInText = run.StartInText + run.Length - run.Used;
            raw[run.StartInText..run.EndInText].Fill('*');
            read = run.At + run.Length;
            write = run.EndInText;
        }

        for (; pause < pauses.Count; pause++)
            pauses[pause] = pauses[pause] with { At = pauses[pause].At - (read - write) };
        raw[read..].CopyTo(raw[write..]);
        return raw.Length - (read - write);
    }

    /// <param name="Used">How many of its asterisks are matched.</param>
    /// <param name="StartInText">The start of its unmatched asterisks in the text without matched ones.</param>
    private record struct Run(int At, int Length, int Used = 0, int StartInText = 0, int EndInText = 0);

    private readonly record struct Pair(int Open, int Close, bool IsStrong);
}
