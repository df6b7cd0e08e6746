using System.Numerics;

namespace AudioFunctions.Metering;

/// <summary>A signal's values between its samples, at four times its rate (ITU-R BS.1770-4, annex 2), by a windowed sinc.</summary>
internal static class Oversampling
{
    /// <summary>How many samples a value between two of them is computed from; half of them lie on each side.</summary>
    public const int Taps = 24;

    private const int Rate = 4;

    private static readonly float[][] Phases = [.. Enumerable.Range(1, Rate - 1).Select(phase => Phase((double)phase / Rate))];

    /// <summary>No value between samples is larger than the largest sample times this.</summary>
    public static readonly float Bound = Phases.Max(phase => phase.Sum(MathF.Abs));

    /// <summary>The largest magnitude between the two middle samples, without these samples.</summary>
    /// <param name="around">As many as <see cref="Taps"/>.</param>
    public static float PeakBetween(ReadOnlySpan<float> around)
    {
        var peak = 0f;
        foreach (var phase in Phases)
        {
            peak = MathF.Max(peak, MathF.Abs(Product(phase, around)));
        }

        return peak;
    }

    private static float Product(float[] phase, ReadOnlySpan<float> samples)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= Taps - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(phase, i) * new Vector<float>(samples[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < Taps; i++)
        {
            sum += phase[i] * samples[i];
        }

        return sum;
    }

    /// <param name="offset">From the sample before, in samples.</param>
    private static float[] Phase(double offset)
    {
        var taps = new double[Taps];
        for (var i = 0; i < Taps; i++)
        {
            var t = i - (Taps / 2) + 1 - offset;
            taps[i] = Math.Sin(Math.PI * t) / (Math.PI * t) * Math.Pow(Math.Cos(Math.PI * t / (Taps + 1)), 2);
        }

        var sum = taps.Sum();
        return [.. taps.Select(tap => (float)(tap / sum))];
    }
}
