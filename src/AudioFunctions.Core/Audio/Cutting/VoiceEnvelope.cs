namespace AudioFunctions.Audio.Cutting;

/// <summary>
/// The level of a recording, millisecond by millisecond, and which parts are voice. The threshold is relative to the recording: 45 dB
/// below its loud parts, which keeps the faintest consonants, or 6 dB above its noise if that is higher.
/// </summary>
internal sealed class VoiceEnvelope
{
    private const double FaintestVoice = 0.0056; // -45 dB
    private const double MaxThreshold = 0.05; // -26 dB: a higher threshold, because of more noise than this, would cut off voice.
    private const double OverNoise = 2.0; // 6 dB
    private const double MinThreshold = 2.0; // of 32768: the noise that resampling and dither add to silence

    private readonly int _block;
    private readonly int _length;
    private readonly double[] _energyUpTo;
    private readonly double _threshold;

    public VoiceEnvelope(ReadOnlySpan<short> samples, int sampleRateHz)
    {
        _block = sampleRateHz / 1000;
        _length = samples.Length;
        _energyUpTo = new double[(samples.Length / _block) + 1];
        for (var i = 0; i + 1 < _energyUpTo.Length; i++)
        {
            _energyUpTo[i + 1] = _energyUpTo[i] + Energy(samples.Slice(i * _block, _block));
        }

        _threshold = SpeechThreshold();
        Voice = FindVoice();
    }

    /// <summary>From the first voiced sample to just after the last; empty if there is no voice.</summary>
    public SampleRange Voice { get; }

    private int Blocks => _energyUpTo.Length - 1;

    /// <summary>Searches backwards from a sample, at most to <paramref name="min"/>, for the end of a voice; null if there is none.</summary>
    public int? VoiceEndBefore(int sample, int min)
    {
        for (var block = Math.Min(sample / _block, Blocks); block > 0 && block * _block > min; block--)
        {
            if (IsVoiced(block - 1))
                return block * _block;
        }

        return null;
    }

    /// <summary>Searches forwards from a sample, at most to <paramref name="max"/>, for the start of a voice; null if there is none.</summary>
    public int? VoiceStartAfter(int sample, int max)
    {
        for (var block = (sample + _block - 1) / _block; block < Blocks && block * _block < max; block++)
        {
            if (IsVoiced(block))
                return block * _block;
        }

        return null;
    }

    /// <summary>The best place for a cut in a range: the middle of its longest silence, or else of its quietest 10 ms.</summary>
    public int QuietestIn(SampleRange stretch)
    {
        var silence = SilencesIn(stretch, 5).DefaultIfEmpty().MaxBy(s => s.Length);
        return silence.Length > 0 ? silence.Middle : FaintestIn(stretch);
    }

    /// <summary>The ranges without voice of at least the given length, in order.</summary>
    public IReadOnlyList<SampleRange> SilencesIn(SampleRange stretch, int minMs)
    {
        var silences = new List<SampleRange>();
        var end = Math.Min(stretch.To / _block, Blocks);
        var first = -1;
        for (var block = (stretch.From + _block - 1) / _block; block <= end; block++)
        {
            if (block < end && !IsVoiced(block))
            {
                first = first < 0 ? block : first;
                continue;
            }

            if (first >= 0 && block - first >= minMs)
                silences.Add(new SampleRange(first * _block, block * _block));
            first = -1;
        }

        return silences;
    }

    private int FaintestIn(SampleRange stretch)
    {
        const int HalfWindow = 5;
        var best = stretch.Middle;
        var min = double.MaxValue;
        for (var sample = stretch.From; sample <= stretch.To; sample += _block)
        {
            var level = Level((sample / _block) - HalfWindow, (sample / _block) + HalfWindow);
            // Of two equally quiet places, prefer the one nearer to the middle: it is farther from both words.
            if (level < min || (level == min && Math.Abs(sample - stretch.Middle) < Math.Abs(best - stretch.Middle)))
                (best, min) = (sample, level);
        }

        return best;
    }

    private SampleRange FindVoice()
    {
        if (VoiceStartAfter(0, _length) is not { } start)
            return default;
        // The incomplete last block counts as what is before it.
        return new SampleRange(start, IsVoiced(Blocks - 1) ? _length : VoiceEndBefore(_length, start) ?? _length);
    }

    private double SpeechThreshold()
    {
        var levels = new double[Blocks / 5];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = Level(i * 5, (i + 1) * 5);
        }

        if (levels.Length == 0)
            return MinThreshold;
        Array.Sort(levels);
        // The loudest tenth of what isn't silence, so that long pauses don't lower the level.
        var sounding = levels.AsSpan(levels.AsSpan().BinarySearch(MinThreshold) is var at && at < 0 ? ~at : at);
        if (sounding.IsEmpty)
            return MinThreshold;
        var loud = sounding[(int)(sounding.Length * 0.9)];
        var noise = levels[levels.Length / 20];
        return Math.Max(MinThreshold, Math.Clamp(noise * OverNoise, loud * FaintestVoice, loud * MaxThreshold));
    }

    private bool IsVoiced(int block) => Level(block, block + 1) > _threshold;

    private double Level(int fromBlock, int toBlock)
    {
        var from = Math.Clamp(fromBlock, 0, Blocks);
        var to = Math.Clamp(toBlock, 0, Blocks);
        return to <= from ? 0 : Math.Sqrt(Math.Max(0, _energyUpTo[to] - _energyUpTo[from]) / ((to - from) * _block));
    }

    private static double Energy(ReadOnlySpan<short> samples)
    {
        long energy = 0;
        foreach (var sample in samples)
        {
            energy += sample * sample;
        }

        return energy;
    }
}
