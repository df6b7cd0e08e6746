namespace AudioFunctions.Testing.Audio;

/// <summary>Measures what is heard.</summary>
public static class Sound
{
    /// <summary>Stretches in which nothing is louder than a level, in order.</summary>
    /// <param name="level">Of 32768; by default 42 dB under the loudest sample.</param>
    public static IReadOnlyList<Stretch> Silences(ReadOnlySpan<short> samples, int leastLength, double? level = null)
    {
        var border = level ?? Peak(samples) * 0.008;
        var silences = new List<Stretch>();
        var from = 0;
        for (var i = 0; i <= samples.Length; i++)
        {
            if (i < samples.Length && Math.Abs((int)samples[i]) <= border)
                continue;
            if (i - from >= leastLength)
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

    /// <summary>How alike two stretches of one length are: 1 where they are the same but for loudness.</summary>
    public static double Likeness(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
    {
        var product = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
        }

        return product / Math.Sqrt(Energy(a) * Energy(b));
    }

    /// <summary>Where a piece is in a recording, within some samples of where it should be, and how alike it is there.</summary>
    public static (int At, double Likeness) Find(ReadOnlySpan<short> piece, ReadOnlySpan<short> recording, int expected, int reach)
    {
        var best = (At: -1, Likeness: double.MinValue);
        for (var at = Math.Max(0, expected - reach); at <= expected + reach && at + piece.Length <= recording.Length; at++)
        {
            var likeness = Likeness(piece, recording.Slice(at, piece.Length));
            if (likeness > best.Likeness)
                best = (at, likeness);
        }

        return best;
    }
}
