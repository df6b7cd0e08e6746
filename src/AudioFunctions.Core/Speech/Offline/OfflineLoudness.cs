using AudioFunctions.Metering;

namespace AudioFunctions.Speech.Offline;

/// <summary>
/// Makes the speech of espeak-ng, whose voices differ by 10 LU, equally loud: with one gain, and a limiter if the gain raises peaks too high. It
/// usually does, because espeak-ng's peaks are 15 to 22 dB above its loudness. The same samples always give the same samples.
/// </summary>
internal static class OfflineLoudness
{
    public const double TargetLufs = -19;

    /// <summary>Below −1 dBTP, with headroom for an encoder.</summary>
    public const double CeilingDbtp = -1.5;

    private const float FullScale = 32768;
    private const double ToleranceLu = 0.3;

    // Limiting reduces the loudness a little, so the gain is corrected.
    private const int MaxPasses = 4;

    // Anything fainter isn't speech.
    private const double MaxGainDb = 30;

    /// <returns>The same number of samples; unchanged if there is nothing to hear.</returns>
    public static short[] Level(ReadOnlySpan<short> samples)
    {
        if (Measure(samples) is not { } before)
            return samples.ToArray();

        var gain = TargetLufs - before;
        for (var pass = 1; ; pass++)
        {
            // In tenths, so that the last digit of a logarithm doesn't matter.
            gain = Math.Min(Math.Round(gain, 1), MaxGainDb);
            var levelled = Amplify(samples, gain);
            var off = TargetLufs - Measure(levelled)!.Value;
            if (Math.Abs(off) <= ToleranceLu || pass == MaxPasses || gain >= MaxGainDb)
                return levelled;

            gain += off;
        }
    }

    /// <summary>LUFS; null if there is nothing to hear. A sound shorter than the measured block of 0.4 s is repeated.</summary>
    public static double? Measure(ReadOnlySpan<short> samples)
    {
        const int MinSamples = Wave.SampleRate * 4 / 10;
        var meter = new LoudnessMeter(Wave.SampleRate);
        for (var heard = 0; samples.Length > 0 && (heard == 0 || heard < MinSamples); heard += samples.Length)
        {
            meter.Add(samples);
        }

        return meter.Integrated();
    }

    private static short[] Amplify(ReadOnlySpan<short> samples, double gainDb)
    {
        var factor = (float)Math.Pow(10, gainDb / 20);
        var louder = new float[samples.Length];
        for (var i = 0; i < louder.Length; i++)
        {
            louder[i] = samples[i] * factor;
        }

        PeakLimiter.Limit(louder, FullScale * (float)Math.Pow(10, CeilingDbtp / 20));
        return Array.ConvertAll(louder, sample => (short)MathF.Round(sample));
    }
}
