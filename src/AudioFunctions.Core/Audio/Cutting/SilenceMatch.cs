namespace AudioFunctions.Audio.Cutting;

/// <summary>A gap between two words that was matched with a silence.</summary>
/// <param name="Margin">The log likelihood ratio to the next best match, in which the gap is in another silence or in none.</param>
internal readonly record struct FoundGap(int Gap, int Silence, double Margin);

/// <summary>The result of a <see cref="SilenceMatch"/>.</summary>
/// <param name="Found">The gaps found, in order, including the voice's start and end.</param>
/// <param name="Guesses">
/// By gap, for gaps that are most likely in no silence: an unused silence that is nearly as likely.
/// </param>
internal sealed record MatchedGaps(IReadOnlyList<FoundGap> Found, IReadOnlyDictionary<int, int> Guesses);

/// <summary>
/// Matches all gaps between words with all silences at once, by dynamic programming: the most likely assignment, in order, in which some
/// gaps are silences and the remaining silences lie within words.
/// </summary>
internal sealed class SilenceMatch
{
    // How far a gap may be from its place at an even pace. Bounds the work for a long text.
    private const double MinReachMs = 3000;
    private const double ReachOfFirstMinute = 0.2;
    private const double ReachOfRest = 0.03;

    // A path with a step that costs more than this is never the most likely one.
    private const double MaxStepCost = 60;
    private const double MaxPaceFactor = 3.5;
    private const double PaceSlackMs = 200;

    // How much less likely a guess may be than no silence.
    private const double MaxGuessCost = 3;

    private readonly SpokenGaps _gaps;
    private readonly PaceModel _pace;
    private readonly int[] _firstGaps;
    private readonly double[][] _costs;
    private readonly (int Gap, int Silence)[][] _before;

    private SilenceMatch(SpokenGaps gaps, PaceModel pace)
    {
        (_gaps, _pace) = (gaps, pace);
        var count = gaps.Silences.Count;
        _firstGaps = new int[count];
        _costs = new double[count][];
        _before = new (int, int)[count][];
        for (var silence = 0; silence < count; silence++)
        {
            var (first, last) = GapsNear(silence);
            _firstGaps[silence] = first;
            _costs[silence] = [.. Enumerable.Repeat(double.PositiveInfinity, last - first + 1)];
            _before[silence] = new (int, int)[last - first + 1];
        }
    }

    public static MatchedGaps Find(SpokenGaps gaps, PaceModel pace)
    {
        var match = new SilenceMatch(gaps, pace);
        match.Forward();
        return match.Judge(match.Backward());
    }

    private int LastSilence => _gaps.Silences.Count - 1;

    private (int First, int Last) GapsNear(int silence)
    {
        if (silence == 0)
            return (0, 0);
        if (silence == LastSilence)
            return (_gaps.LastGap, _gaps.LastGap);

        var voice = _gaps.Silences[^1].From - _gaps.Silences[0].To;
        var reach = MinReachMs + (ReachOfFirstMinute * Math.Min(voice, 60_000)) + (ReachOfRest * Math.Max(0, voice - 60_000));
        var all = _gaps.Letters(0, _gaps.LastGap);
        var from = Share(_gaps.Silences[silence].From - reach);
        var to = Share(_gaps.Silences[silence].To + reach);
        var first = 1;
        while (first < _gaps.LastGap - 1 && _gaps.Letters(0, first) < from)
            first++;
        var last = _gaps.LastGap - 1;
        while (last > first && _gaps.Letters(0, last) > to)
            last--;
        return (first, Math.Max(first - 1, last));

        double Share(double ms) => (ms - _gaps.Silences[0].To) / Math.Max(1, voice) * all;
    }

    private void Forward()
    {
        _costs[0][0] = 0;
        for (var silence = 1; silence <= LastSilence; silence++)
        {
            for (var i = 0; i < _costs[silence].Length; i++)
            {
                var gap = _firstGaps[silence] + i;
                foreach (var (before, cost) in StepsTo(gap, silence))
                {
                    var total = Cost(before) + cost;
                    if (total < _costs[silence][i])
                        (_costs[silence][i], _before[silence][i]) = (total, before);
                }
            }
        }
    }

    /// <summary>The cost from each gap in a silence to the end, and the cost of the most likely path on which each gap is in no silence.</summary>
    private (double[][] ToEnd, double[] Unfound) Backward()
    {
        var toEnd = _costs.Select(costs => costs.Select(_ => double.PositiveInfinity).ToArray()).ToArray();
        toEnd[LastSilence][0] = 0;
        var unfound = new double[_gaps.LastGap + 1];
        Array.Fill(unfound, double.PositiveInfinity);
        for (var silence = LastSilence; silence > 0; silence--)
        {
            for (var i = 0; i < toEnd[silence].Length; i++)
            {
                var gap = _firstGaps[silence] + i;
                foreach (var (before, step) in double.IsInfinity(toEnd[silence][i]) ? [] : StepsTo(gap, silence))
                {
                    var cost = step + toEnd[silence][i];
                    ref var known = ref toEnd[before.Silence][before.Gap - _firstGaps[before.Silence]];
                    known = Math.Min(known, cost);
                    for (var between = before.Gap + 1; between < gap; between++)
                    {
                        unfound[between] = Math.Min(unfound[between], Cost(before) + cost);
                    }
                }
            }
        }

        return (toEnd, unfound);
    }

    private MatchedGaps Judge((double[][] ToEnd, double[] Unfound) ways)
    {
        var likeliest = _costs[LastSilence][0];
        if (double.IsInfinity(likeliest))
            return new MatchedGaps([new FoundGap(0, 0, 0), new FoundGap(_gaps.LastGap, LastSilence, 0)], new Dictionary<int, int>());

        var elsewhere = NextBest(ways.ToEnd, likeliest);
        var found = new List<FoundGap>();
        for (var at = (Gap: _gaps.LastGap, Silence: LastSilence); at.Silence > 0; at = _before[at.Silence][at.Gap - _firstGaps[at.Silence]])
        {
            found.Add(new FoundGap(at.Gap, at.Silence, Math.Min(elsewhere[at.Gap].Cost, ways.Unfound[at.Gap]) - likeliest));
        }

        found.Add(new FoundGap(0, 0, double.PositiveInfinity));
        found.Reverse();
        return new MatchedGaps(found, Guess(found, elsewhere, likeliest + MaxGuessCost));
    }

    /// <summary>A guess lies between the gaps found before and after it.</summary>
    private static Dictionary<int, int> Guess(List<FoundGap> found, (double Cost, int Silence)[] elsewhere, double maxCost)
    {
        var guesses = new Dictionary<int, int>();
        foreach (var (from, to) in found.Zip(found.Skip(1)))
        {
            var earliest = from.Silence;
            for (var gap = from.Gap + 1; gap < to.Gap; gap++)
            {
                var (cost, silence) = elsewhere[gap];
                if (cost > maxCost || silence <= earliest || silence >= to.Silence)
                    continue;
                guesses[gap] = silence;
                earliest = silence;
            }
        }

        return guesses;
    }

    /// <summary>
    /// For each gap, the most likely path that has it in another silence than the overall best path: its cost, and that silence.
    /// </summary>
    private (double Cost, int Silence)[] NextBest(double[][] toEnd, double likeliest)
    {
        var chosen = new int[_gaps.LastGap + 1];
        for (var at = (Gap: _gaps.LastGap, Silence: LastSilence); at.Silence > 0; at = _before[at.Silence][at.Gap - _firstGaps[at.Silence]])
        {
            chosen[at.Gap] = at.Silence;
        }

        var next = new (double Cost, int Silence)[_gaps.LastGap + 1];
        Array.Fill(next, (double.PositiveInfinity, -1));
        for (var silence = 1; silence <= LastSilence && !double.IsInfinity(likeliest); silence++)
        {
            for (var i = 0; i < toEnd[silence].Length; i++)
            {
                var gap = _firstGaps[silence] + i;
                var cost = _costs[silence][i] + toEnd[silence][i];
                if (chosen[gap] != silence && cost < next[gap].Cost)
                    next[gap] = (cost, silence);
            }
        }

        return next;
    }

    private double Cost((int Gap, int Silence) at) => _costs[at.Silence][at.Gap - _firstGaps[at.Silence]];

    /// <summary>The gaps that may be the previous one on a path, each with the cost of the step.</summary>
    private IEnumerable<((int Gap, int Silence) Before, double Cost)> StepsTo(int gap, int silence)
    {
        var (from, to) = _gaps.Silences[silence];
        var pause = silence == LastSilence ? 0 : _pace.Pause(_gaps.EndBefore(gap), to - from);
        var stops = 0.0;
        for (var earlier = silence - 1; earlier >= 0 && stops < MaxStepCost; earlier--)
        {
            var start = _gaps.Silences[earlier].To;
            var ms = from - start;
            var lowest = _firstGaps[earlier];
            for (var first = Math.Min(gap - 1, lowest + _costs[earlier].Length - 1); first >= lowest; first--)
            {
                var letters = _gaps.Letters(first, gap);
                var unbroken = _gaps.Unbroken(first, gap);
                if ((_pace.LetterMs * letters) > (ms * MaxPaceFactor) + PaceSlackMs || unbroken > MaxStepCost)
                    break;
                if (_pace.LetterMs * letters < (ms / MaxPaceFactor) - PaceSlackMs)
                    continue;
                var spoken = _pace.Spoken(ms, letters, _gaps.Squares(first, gap));
                if (_gaps.HasTimes(first, gap))
                    spoken = Aligned(first, gap, ms, to - start, spoken);
                yield return ((first, earlier), pause + stops + unbroken + spoken);
            }

            stops += PaceModel.Stop(_gaps.Silences[earlier].To - _gaps.Silences[earlier].From);
        }
    }

    /// <summary>Some services include the silence after a word in its last letter; then only the next word's start is right.</summary>
    private double Aligned(int first, int gap, double ms, double msToNext, double byLetters) => Math.Min(
        _pace.Aligned(ms, _gaps.AlignedMs(first, gap), byLetters),
        _pace.Aligned(msToNext, _gaps.AlignedToNextMs(first, gap), byLetters));
}
