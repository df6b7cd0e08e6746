namespace AudioFunctions.Metering;

/// <summary>Integrated loudness of a mono recording by ITU-R BS.1770-4, computed while its samples are added.</summary>
internal sealed class LoudnessMeter
{
    private const double FullScale = 32768;
    private const double Offset = -0.691;
    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;

    // A block of 400 ms starts every 100 ms.
    private const int StepsOfBlock = 4;

    private readonly KWeighting _weighting;
    private readonly int _samplesOfStep;
    private readonly List<double> _steps = [];
    private double _energy;
    private int _count;

    public LoudnessMeter(int sampleRateHz)
    {
        _weighting = new KWeighting(sampleRateHz);
        _samplesOfStep = sampleRateHz / 10;
    }

    public void Add(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            Add(sample / FullScale);
        }
    }

    /// <param name="samples">1 is full scale.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
        {
            Add((double)sample);
        }
    }

    private void Add(double sample)
    {
        var weighted = _weighting.Next(sample);
        _energy += weighted * weighted;
        if (++_count == _samplesOfStep)
            EndStep();
    }

    /// <summary>LUFS; null if there is no block of 400 ms that is louder than −70 LUFS.</summary>
    public double? Integrated()
    {
        var blocks = Blocks().Where(energy => Loudness(energy) > AbsoluteGate).ToList();
        if (blocks.Count == 0)
            return null;

        var gate = Loudness(blocks.Average()) + RelativeGate;
        return Loudness(blocks.Where(energy => Loudness(energy) > gate).Average());
    }

    private IEnumerable<double> Blocks()
    {
        for (var i = StepsOfBlock; i <= _steps.Count; i++)
        {
            var energy = 0.0;
            for (var step = i - StepsOfBlock; step < i; step++)
            {
                energy += _steps[step];
            }

            yield return energy / (StepsOfBlock * _samplesOfStep);
        }
    }

    private void EndStep()
    {
        _steps.Add(_energy);
        (_energy, _count) = (0, 0);
    }

    private static double Loudness(double energy) => Offset + (10 * Math.Log10(energy));
}
