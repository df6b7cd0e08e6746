using System.Globalization;
using System.Text.RegularExpressions;
using AudioFunctions.Metering;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio.Quality;

/// <summary>Compares with FFmpeg's filter <c>ebur128</c>.</summary>
public sealed partial class LoudnessTests
{
    private const string Long = "Corporation stole your chips. Bag look same. Bag not same. You got scammed, and nobody told you anything.";

    public static TheoryData<string, double, int> Recordings => new()
    {
        { "Corporation stole your chips.", 0, 44100 },
        { Long, 0, 44100 },
        { Long, -20, 44100 },
        { Long, 9, 44100 },
        { Long, 0, 48000 },
        { Long, 0, 32000 },
    };

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Loudness_and_true_peak_are_those_of_FFmpeg(string text, double gainDb, int sampleRateHz)
    {
        var samples = await SpeakAsync(text, gainDb, sampleRateHz);

        var (loudness, peak) = Measure(samples, sampleRateHz);

        var (expectedLoudness, expectedPeak) = await MeasureByFFmpegAsync(samples, sampleRateHz);
        Assert.Equal(expectedLoudness, loudness!.Value, tolerance: 0.1);
        Assert.Equal(expectedPeak, peak!.Value, tolerance: 0.2);
    }

    /// <summary>A sine of a quarter of the sample rate, not sampled at its peaks, which are 3 dB higher than the samples.</summary>
    [Fact]
    public void True_peak_lies_between_the_samples()
    {
        var samples = Enumerable.Range(0, 44100).Select(i => (short)Math.Round(16384 * Math.Sin((Math.PI / 2 * i) + (Math.PI / 4)))).ToArray();

        Assert.Equal(-6.02, Measure(samples, 44100).Peak!.Value, tolerance: 0.2);
    }

    /// <summary>EBU Tech 3341: a sine of 1 kHz at −23 dBFS in both of two channels has −23 LUFS, so in one channel 3 LU less.</summary>
    [Fact]
    public void A_sine_has_the_loudness_in_the_standard()
    {
        var amplitude = 32768 * Math.Pow(10, -23 / 20.0);
        var samples = Enumerable.Range(0, 20 * 48000).Select(i => (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * 1000 * i / 48000))).ToArray();

        Assert.Equal(-26.01, Measure(samples, 48000).Loudness!.Value, tolerance: 0.1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(399)]
    public void Less_than_a_block_of_400_ms_has_no_loudness(int ms) =>
        Assert.Null(Measure([.. Enumerable.Range(0, 441 * ms / 10).Select(i => (short)(8000 * Math.Sin(i / 10.0)))], 44100).Loudness);

    [Fact]
    public void Silence_has_neither_loudness_nor_peak() => Assert.Equal((null, null), Measure(new short[88200], 44100));

    private static (double? Loudness, double? Peak) Measure(short[] samples, int sampleRateHz)
    {
        var (loudness, peak) = (new LoudnessMeter(sampleRateHz), new TruePeakMeter());
        // In pieces, as a take is written.
        foreach (var piece in samples.Chunk(1000))
        {
            loudness.Add(piece);
            peak.Add(piece);
        }

        return (loudness.Integrated(), peak.Finish());
    }

    private static async Task<short[]> SpeakAsync(string text, double gainDb, int sampleRateHz)
    {
        var spoken = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(spoken, await EspeakVoice.SayAsync(text));
            var factor = Math.Pow(10, gainDb / 20);
            return [.. (await RealFFmpeg.DecodeAsync(spoken, sampleRateHz)).Select(s => (short)Math.Clamp(s * factor, short.MinValue, short.MaxValue))];
        }
        finally
        {
            File.Delete(spoken);
        }
    }

    private static async Task<(double Loudness, double Peak)> MeasureByFFmpegAsync(short[] samples, int sampleRateHz)
    {
        var wave = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(wave, WaveFile.Of(samples, sampleRateHz));
            return await MeasureByFFmpegAsync(wave);
        }
        finally
        {
            File.Delete(wave);
        }
    }

    /// <summary>FFmpeg's measurement of a file.</summary>
    internal static async Task<(double Loudness, double Peak)> MeasureByFFmpegAsync(string path)
    {
        string[] arguments = ["-c", "ffmpeg -nostats -hide_banner -i \"$0\" -af ebur128=peak=true -f null - 2>&1", path];
        var said = System.Text.Encoding.UTF8.GetString(await RealFFmpeg.RunAsync("sh", arguments, []));
        var summary = said[said.IndexOf("Summary:", StringComparison.Ordinal)..];
        return (Number(Integrated(), summary), Number(Peak(), summary));
    }

    private static double Number(Regex regex, string text) => double.Parse(regex.Match(text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"I:\s+(-?[\d.]+) LUFS")]
    private static partial Regex Integrated();

    [GeneratedRegex(@"Peak:\s+(-?[\d.]+) dBFS")]
    private static partial Regex Peak();
}
