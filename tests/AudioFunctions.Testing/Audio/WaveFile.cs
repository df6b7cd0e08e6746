using System.Runtime.InteropServices;
using System.Text;

namespace AudioFunctions.Testing.Audio;

/// <summary>Writes 16-bit WAV.</summary>
public static class WaveFile
{
    /// <param name="channels">Each gets the same samples.</param>
    public static byte[] Of(ReadOnlySpan<short> samples, int sampleRateHz, int channels = 1)
    {
        var interleaved = new short[samples.Length * channels];
        for (var i = 0; i < interleaved.Length; i++)
        {
            interleaved[i] = samples[i / channels];
        }

        var data = MemoryMarshal.AsBytes<short>(interleaved);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(sampleRateHz);
        writer.Write(sampleRateHz * channels * sizeof(short));
        writer.Write((short)(channels * sizeof(short)));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        writer.Flush();
        return stream.ToArray();
    }
}
