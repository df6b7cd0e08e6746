using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Metering;

namespace AudioFunctions.Audio.Loudness;

/// <summary>Measures raw sound on disk, a piece at a time.</summary>
internal static class PcmMeter
{
    private const int PieceSamples = 32 * 1024;
    private const float FullScaleOf24Bits = 1 << 23;

    public static LoudnessLevels Measure(PcmFile pcm, CancellationToken cancellationToken)
    {
        var (loudness, peak) = (new LoudnessMeter(pcm.SampleRateHz), new TruePeakMeter());
        Read(
            pcm,
            samples =>
            {
                loudness.Add(samples);
                peak.Add(samples);
            },
            cancellationToken);
        return new LoudnessLevels(loudness.Integrated(), peak.Finish());
    }

    /// <summary>dBTP; null if there is no sound.</summary>
    public static double? MeasurePeak(PcmFile pcm, CancellationToken cancellationToken)
    {
        var peak = new TruePeakMeter();
        Read(pcm, peak.Add, cancellationToken);
        return peak.Finish();
    }

    private static void Read(PcmFile pcm, Action<ReadOnlySpan<float>> hear, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(pcm.Path);
        var bytes = new byte[PieceSamples * pcm.BytesOfSample];
        var samples = new float[PieceSamples];
        int count;
        while ((count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var heard = count / pcm.BytesOfSample;
            Convert(bytes.AsSpan(0, count), pcm.Bits, samples);
            hear(samples.AsSpan(0, heard));
        }
    }

    private static void Convert(ReadOnlySpan<byte> bytes, int bits, Span<float> samples)
    {
        if (bits == PcmFile.BitsOfTakes)
        {
            var shorts = MemoryMarshal.Cast<byte, short>(bytes);
            for (var i = 0; i < shorts.Length; i++)
            {
                samples[i] = shorts[i] / 32768f;
            }

            return;
        }

        for (int i = 0, at = 0; at + 2 < bytes.Length; i++, at += 3)
        {
            var low = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            samples[i] = (low | ((sbyte)bytes[at + 2] << 16)) / FullScaleOf24Bits;
        }
    }
}
