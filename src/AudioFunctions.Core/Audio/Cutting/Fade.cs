namespace AudioFunctions.Audio.Cutting;

/// <summary>A half-cosine fade at the edges of a piece: too short to be heard, long enough to prevent a click.</summary>
internal sealed class Fade
{
    public const int Ms = 3;

    private readonly float[] _rising;

    public Fade(int sampleRateHz)
    {
        _rising = new float[sampleRateHz * Ms / 1000];
        for (var i = 0; i < _rising.Length; i++)
        {
            _rising[i] = (float)(0.5 - (0.5 * Math.Cos(Math.PI * (i + 0.5) / _rising.Length)));
        }
    }

    /// <summary>Fades a piece in and out. In a piece shorter than both fades, each fade takes half.</summary>
    public void Apply(Span<short> piece)
    {
        var length = Math.Min(_rising.Length, piece.Length / 2);
        for (var i = 0; i < length; i++)
        {
            var gain = _rising[i * _rising.Length / length];
            piece[i] = Faded(piece[i], gain);
            piece[^(i + 1)] = Faded(piece[^(i + 1)], gain);
        }
    }

    private static short Faded(short sample, float gain) => (short)MathF.Round(sample * gain);
}
