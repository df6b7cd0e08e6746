namespace AudioFunctions.Audio.Quality;

/// <summary>The largest magnitude of a recording, between its samples too, as they come.</summary>
internal sealed class TruePeakMeter
{
    private const float FullScale = 32768;
    private const int BlockSamples = 256;

    // The end of what came before, and a block.
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

    /// <summary>dBTP; null if there is no sound. Nothing may be added afterwards.</summary>
    public double? Finish()
    {
        // Until the last sample has passed the middle.
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
        // Mostly the block is too faint for what lies between its samples to matter.
        for (var i = 0; i < BlockSamples && largest * Oversampling.Bound > _peak; i++)
        {
            _peak = MathF.Max(_peak, Oversampling.PeakBetween(_window.AsSpan(i, Oversampling.Taps)));
        }

        _window.AsSpan(BlockSamples).CopyTo(_window);
        _filled = Oversampling.Taps;
    }
}
