using System.Runtime.InteropServices;
using AudioFunctions.Audio.Cutting;
using AudioFunctions.Audio.Quality;

namespace AudioFunctions.Audio.Mixing;

/// <summary>Writes a take's pieces and silences as raw 16-bit mono, and passes everything it writes to the inspector.</summary>
internal sealed class TakeWriter(Stream output, TakeInspector inspector, int sampleRateHz)
{
    private readonly Fade _fade = new(sampleRateHz);
    private readonly byte[] _zeros = new byte[64 * 1024];
    private long _pausesMs;

    /// <summary>Samples written.</summary>
    public long Length { get; private set; }

    /// <summary>Writes the rest of a pause: its length minus the natural silence kept beside it.</summary>
    public void WritePause(int pauseMs, int keptSilence)
    {
        // Rounds the sum of all pauses, not each one: otherwise many rounding errors could add up to more than a millisecond.
        var before = Samples(_pausesMs);
        _pausesMs += pauseMs;
        var count = Math.Max(0, Samples(_pausesMs) - before - keptSilence);
        Length += count;
        for (var bytes = count * sizeof(short); bytes > 0; bytes -= _zeros.Length)
        {
            var zeros = _zeros.AsSpan(0, (int)Math.Min(bytes, _zeros.Length));
            output.Write(zeros);
            inspector.Hear(MemoryMarshal.Cast<byte, short>(zeros));
        }
    }

    /// <summary>Fades a piece at both ends, in place, and writes it.</summary>
    public void WritePiece(Span<short> piece)
    {
        _fade.Apply(piece);
        output.Write(MemoryMarshal.AsBytes<short>(piece));
        inspector.Hear(piece);
        Length += piece.Length;
    }

    private long Samples(long ms) => ms * sampleRateHz / 1000;
}
