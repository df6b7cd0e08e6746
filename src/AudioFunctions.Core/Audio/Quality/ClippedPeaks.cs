namespace AudioFunctions.Audio.Quality;

/// <summary>
/// The samples of a recording that lie where clipping would put them: at its loudest level. Those of a loud steady vowel do, too, but then all
/// its stretches are equally loud and its waves have round tops; clipping gives soft and loud stretches the same peaks, and waves flat tops.
/// </summary>
internal readonly struct ClippedPeaks
{
    private const int FullScale = 32760;
    private const int MinRun = 3;
    private const double Flat = 0.99;
    private const double Near = 0.9;

    // Flat tops are runs that hardly move, in samples that no encoder has changed. So do the tops of soft waves (under -9 dBFS).
    private const double AtTop = 0.97;
    private const int MinFlatRun = 5;
    private const int MinFlatLevel = 12000;

    // Longer than three periods of the lowest voice.
    private const int StretchMs = 50;

    // 1 dB. Stretches of a steady vowel differ by half of that, those of clipped speech by 2 dB and more.
    private const double MinSpread = 1.12;

    // Of the samples within 15 % of a stretch's peak, the share within 5 %: up to 0.58 for round tops, 0.74 for the flattest smooth ones (a tone and a
    // third of it with a ninth of its level), 0.85 to 0.98 for tops that were clipped by 6 dB or more and encoded as MP3 since. These have 40 % of all
    // samples; the few of a sharp top don't tell its form.
    private const double Top = 0.95;
    private const double AroundTop = 0.85;
    private const double MinFlatness = 0.8;
    private const double MinTops = 0.2;
    private const int MinStretches = 3;

    public ClippedPeaks(ReadOnlySpan<short> samples, int sampleRateHz)
    {
        var loudest = 0;
        foreach (var sample in samples)
            loudest = Math.Max(loudest, Math.Abs((int)sample));
        if (loudest == 0)
            return;

        AtFullScale = loudest < FullScale ? 0 : InRuns(samples, (sample, _) => Math.Abs(sample) >= FullScale, MinRun);
        AtFlatTops = loudest < MinFlatLevel ? 0 : InRuns(samples, (sample, before) => Math.Abs(sample) >= loudest * AtTop && Math.Abs(sample - before) <= 1, MinFlatRun);
        var stretch = sampleRateHz * StretchMs / 1000;
        if (!HaveSoftStretches(samples, loudest, stretch) && Flatness(samples, loudest, stretch) < MinFlatness)
            return;

        foreach (var sample in samples)
        {
            var level = Math.Abs((int)sample);
            AtPeak += level >= loudest * Flat ? 1 : 0;
            NearPeak += level >= loudest * Near ? 1 : 0;
        }
    }

    /// <summary>Samples at full scale in runs only, because a single sample may just reach it.</summary>
    public int AtFullScale { get; }

    /// <summary>Samples of flat tops at any level.</summary>
    public int AtFlatTops { get; }

    /// <summary>Samples within 1 % of the loudest one; 0 if a steady sound explains them.</summary>
    public int AtPeak { get; }

    /// <summary>The same, within 10 %: an encoder distorts flat peaks.</summary>
    public int NearPeak { get; }

    private static int InRuns(ReadOnlySpan<short> samples, Func<int, int, bool> belongs, int minRun)
    {
        var (all, run, before) = (0, 0, 0);
        foreach (var sample in samples)
        {
            run = belongs(sample, before) ? run + 1 : 0;
            all += run == minRun ? minRun : run > minRun ? 1 : 0;
            before = sample;
        }

        return all;
    }

    /// <summary>The median of the loud stretches; 0 if there are too few.</summary>
    private static double Flatness(ReadOnlySpan<short> samples, int loudest, int length)
    {
        var shares = new List<double>();
        var levels = new int[length];
        // An encoder adds a few peaks: the highest 0.5 % tell nothing.
        var highest = new int[length - (length * 199 / 200)];
        for (var from = 0; from + length <= samples.Length; from += length)
        {
            for (var i = 0; i < length; i++)
                levels[i] = Math.Abs((int)samples[from + i]);
            var peak = Highest(levels, highest);
            if (peak < loudest / 2)
                continue;
            var (around, atTop) = (0, 0);
            foreach (var level in levels)
            {
                around += level >= peak * AroundTop ? 1 : 0;
                atTop += level >= peak * Top ? 1 : 0;
            }

            shares.Add(around < length * MinTops ? 0 : (double)atTop / around);
        }

        shares.Sort();
        return shares.Count < MinStretches ? 0 : shares[shares.Count / 2];
    }

    /// <summary>The lowest of the highest levels. Faster than sorting them all.</summary>
    /// <param name="highest">As many as are searched for; its content is replaced.</param>
    private static int Highest(ReadOnlySpan<int> levels, Span<int> highest)
    {
        highest.Clear();
        foreach (var level in levels)
        {
            if (level <= highest[0])
                continue;
            var at = 0;
            for (; at + 1 < highest.Length && highest[at + 1] < level; at++)
                highest[at] = highest[at + 1];
            highest[at] = level;
        }

        return highest[0];
    }

    /// <summary>Whether stretches that reach the peak differ in level.</summary>
    private static bool HaveSoftStretches(ReadOnlySpan<short> samples, int loudest, int length)
    {
        var levels = new List<double>();
        for (var from = 0; from + length <= samples.Length; from += length)
        {
            var (peak, energy) = (0, 0L);
            foreach (var sample in samples.Slice(from, length))
            {
                peak = Math.Max(peak, Math.Abs((int)sample));
                energy += sample * sample;
            }

            if (peak >= loudest * Near)
                levels.Add(Math.Sqrt((double)energy / length));
        }

        if (levels.Count < 2)
            return false;
        levels.Sort();
        // The first and the last stretch of a vowel may be partly silent.
        var lowest = Math.Max(levels.Count / 10, Math.Clamp(levels.Count - 3, 0, 2));
        return levels[levels.Count * 9 / 10] > levels[lowest] * MinSpread;
    }
}
