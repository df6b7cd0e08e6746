namespace AudioFunctions.Testing.Audio;

/// <summary>Speech made bad on purpose, in each of the ways a quality check is to find.</summary>
public static class DamagedSound
{
    /// <summary>Amplified until its peaks lie far above full scale.</summary>
    public static short[] Clipped(short[] speech, double aboveFullScaleDb = 6)
    {
        var factor = Factor(aboveFullScaleDb) * short.MaxValue / Sound.Peak(speech);
        return [.. speech.Select(sample => Limited(sample * factor))];
    }

    /// <summary>Clipped, and then turned down.</summary>
    public static short[] FlatTopped(short[] speech) => [.. Clipped(speech).Select(sample => (short)(sample * 0.5))];

    /// <summary>Ends in the middle of its last loud stretch.</summary>
    public static short[] CutOff(short[] speech, int sampleRateHz)
    {
        var loud = Sound.Peak(speech) / 2;
        return speech[..(Array.FindLastIndex(speech, sample => Math.Abs((int)sample) > loud) - (sampleRateHz / 200))];
    }

    /// <summary>With silence in its quietest place.</summary>
    public static short[] Interrupted(short[] speech, int sampleRateHz, int silenceMs = 2000)
    {
        var at = QuietestIn(speech, speech.Length / 4, speech.Length * 3 / 4, sampleRateHz / 50);
        return [.. speech[..at], .. new short[silenceMs * sampleRateHz / 1000], .. speech[at..]];
    }

    /// <summary>With hiss behind the last word.</summary>
    /// <param name="levelDb">Against the speech's peak.</param>
    public static short[] NoisyTail(short[] speech, int sampleRateHz, int noiseMs = 600, double levelDb = -30)
    {
        var random = new Random(speech.Length);
        var amplitude = Sound.Peak(speech) * Factor(levelDb) * Math.Sqrt(3);
        var noise = Enumerable.Range(0, noiseMs * sampleRateHz / 1000).Select(_ => (short)(((random.NextDouble() * 2) - 1) * amplitude));
        return [.. speech, .. noise];
    }

    public static short[] Empty(short[] speech) => new short[speech.Length];

    /// <summary>Every second sample: an octave higher, and in half the time.</summary>
    public static short[] DoubleSpeed(short[] speech) => [.. speech.Where((_, i) => i % 2 == 0)];

    /// <summary>Every sample <paramref name="times"/> times.</summary>
    public static short[] Slow(short[] speech, int times) => [.. speech.SelectMany(sample => Enumerable.Repeat(sample, times))];

    private static int QuietestIn(short[] speech, int from, int to, int window)
    {
        var best = (At: from, Energy: double.MaxValue);
        for (var at = from; at + window <= to; at += window / 4)
        {
            var energy = Sound.Energy(speech.AsSpan(at, window));
            if (energy < best.Energy)
                best = (at + (window / 2), energy);
        }

        return best.At;
    }

    private static double Factor(double db) => Math.Pow(10, db / 20);

    private static short Limited(double sample) => (short)Math.Clamp(Math.Round(sample), short.MinValue, short.MaxValue);
}
