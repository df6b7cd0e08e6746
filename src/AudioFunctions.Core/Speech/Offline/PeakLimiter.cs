using AudioFunctions.Metering;

namespace AudioFunctions.Speech.Offline;

/// <summary>
/// Keeps peaks, including those between samples, under a ceiling. The gain changes over 20 ms around a peak, so it distorts no single wave.
/// </summary>
internal static class PeakLimiter
{
    private const int Reach = Wave.SampleRate * 20 / 1000;

    /// <param name="ceiling">In the unit of the samples.</param>
    public static void Limit(Span<float> samples, float ceiling)
    {
        var gains = GainsFor(samples, ceiling);
        if (!gains.AsSpan().ContainsAnyExcept(1f))
            return;

        // Every gain within reach of a peak is low enough for it, so their mean is too.
        var smooth = MeansAround(MinAround(gains));
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] *= smooth[i];
        }
    }

    /// <summary>The factor that each sample would need by itself.</summary>
    private static float[] GainsFor(ReadOnlySpan<float> samples, float ceiling)
    {
        const int Half = Oversampling.Taps / 2;
        var padded = new float[samples.Length + Oversampling.Taps];
        samples.CopyTo(padded.AsSpan(Half));
        var gains = new float[samples.Length];
        var before = 0f;
        for (var i = 0; i < samples.Length; i++)
        {
            var after = Oversampling.PeakBetween(padded.AsSpan(i + 1, Oversampling.Taps));
            var peak = MathF.Max(MathF.Abs(samples[i]), MathF.Max(before, after));
            gains[i] = peak > ceiling ? ceiling / peak : 1;
            before = after;
        }

        return gains;
    }

    /// <summary>The lowest gain within reach of each sample.</summary>
    private static float[] MinAround(float[] gains)
    {
        var min = new float[gains.Length];
        // Indices of gains that may still be the lowest; both indices and gains rise.
        var candidates = new LinkedList<int>();
        for (var i = 0; i < gains.Length + Reach; i++)
        {
            if (i < gains.Length)
            {
                while (candidates.Last is { } last && gains[last.Value] >= gains[i])
                    candidates.RemoveLast();
                candidates.AddLast(i);
            }

            if (candidates.First!.Value < i - (2 * Reach))
                candidates.RemoveFirst();
            if (i >= Reach)
                min[i - Reach] = gains[candidates.First!.Value];
        }

        return min;
    }

    private static float[] MeansAround(float[] gains)
    {
        var sums = new double[gains.Length + 1];
        for (var i = 0; i < gains.Length; i++)
        {
            sums[i + 1] = sums[i] + gains[i];
        }

        var means = new float[gains.Length];
        for (var i = 0; i < means.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - Reach), Math.Min(gains.Length, i + Reach + 1));
            means[i] = (float)((sums[to] - sums[from]) / (to - from));
        }

        return means;
    }
}
