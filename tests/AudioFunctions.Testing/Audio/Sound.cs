using System.Numerics;

namespace AudioFunctions.Testing.Audio;

/// <summary>Measures what is heard.</summary>
public static class Sound
{
    /// <summary>Stretches in which nothing is louder than a level, in order.</summary>
    /// <param name="level">Of 32768; by default 42 dB under the loudest sample.</param>
    public static IReadOnlyList<Stretch> Silences(ReadOnlySpan<short> samples, int minLength, double? level = null)
    {
        var border = level ?? Peak(samples) * 0.008;
        var silences = new List<Stretch>();
        var from = 0;
        for (var i = 0; i <= samples.Length; i++)
        {
            if (i < samples.Length && Math.Abs((int)samples[i]) <= border)
                continue;
            if (i - from >= minLength)
                silences.Add(new Stretch(from, i));
            from = i + 1;
        }

        return silences;
    }

    public static int Peak(ReadOnlySpan<short> samples)
    {
        var peak = 0;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs((int)sample));
        }

        return peak;
    }

    public static double Energy(ReadOnlySpan<short> samples)
    {
        var energy = 0.0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        return energy;
    }

    /// <summary>The largest jump from one sample to the next: a click is a jump the voice does not make.</summary>
    public static int LargestStep(ReadOnlySpan<short> samples)
    {
        var largest = 0;
        for (var i = 1; i < samples.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(samples[i] - samples[i - 1]));
        }

        return largest;
    }

    /// <summary>
    /// Where a piece is in a recording, within some samples of where it should be, and how alike it is there: 1 where it is the
    /// same but for loudness.
    /// </summary>
    public static (int At, double Likeness) Find(ReadOnlySpan<short> piece, ReadOnlySpan<short> recording, int expected, int reach)
    {
        var first = Math.Max(0, expected - reach);
        var last = Math.Min(expected + reach, recording.Length - piece.Length);
        if (last < first)
            return (-1, 0);

        var sought = Floats(piece);
        var searched = Floats(recording.Slice(first, last - first + piece.Length));
        var energy = Product(sought, sought);
        var best = (At: -1, Likeness: double.MinValue);
        for (var shift = 0; shift <= last - first; shift++)
        {
            var window = searched.AsSpan(shift, piece.Length);
            var likeness = Product(sought, window) / Math.Sqrt(energy * Product(window, window));
            if (likeness > best.Likeness)
                best = (first + shift, likeness);
        }

        return best;
    }

    private static float[] Floats(ReadOnlySpan<short> samples)
    {
        var floats = new float[samples.Length];
        for (var i = 0; i < floats.Length; i++)
        {
            floats[i] = samples[i] / 32768f;
        }

        return floats;
    }

    private static double Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var width = Vector<float>.Count;
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - width; i += width)
        {
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
