namespace AudioFunctions.Metering;

/// <summary>The largest magnitude of a recording, including between its samples, computed while they are added.</summary>
internal sealed class TruePeakMeter
{
    private const float FullScale = 32768;
    private const int BlockSamples = 256;

    // The end of the samples before, and a block.
    private readonly float[] _window = new float[Oversampling.Taps + BlockSamples];
    private int _filled = Oversampling.Taps;
    private float _peak;

    public void Add(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            _window[_filled++] = sample;
            if (_filled == _window.Length)
                EndBlock();
        }
    }

    /// <param name="samples">1 is full scale.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
        {
            _window[_filled++] = sample * FullScale;
            if (_filled == _window.Length)
                EndBlock();
        }
    }

    /// <summary>Returns dBTP; null if there is no sound. Add nothing afterwards.</summary>
    public double? Finish()
    {
        // Pushes the last sample past the middle of the window.
        Add(stackalloc short[Oversampling.Taps + BlockSamples]);
        return _peak > 0 ? 20 * Math.Log10(_peak / FullScale) : null;
    }

    private void EndBlock()
    {
        var largest = 0f;
        foreach (var sample in _window)
        {
            largest = MathF.Max(largest, MathF.Abs(sample));
        }

        _peak = MathF.Max(_peak, largest);
        // Most blocks are too quiet for the values between their samples to matter.
        for (var i = 0; i < BlockSamples && largest * Oversampling.Bound > _peak; i++)
        {
            _peak = MathF.Max(_peak, Oversampling.PeakBetween(_window.AsSpan(i, Oversampling.Taps)));
        }

        _window.AsSpan(BlockSamples).CopyTo(_window);
        _filled = Oversampling.Taps;
    }
}
