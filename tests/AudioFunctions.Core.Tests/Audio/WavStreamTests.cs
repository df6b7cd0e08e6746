using System.Text;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class WavStreamTests : IDisposable
{
    private readonly AudioWorkplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(16, 1001)]
    [InlineData(24, 1000)]
    [InlineData(24, 1001)]
    public async Task Other_programs_can_read_the_file(int bits, int samples)
    {
        var pcm = Noise(bits, samples + 50);
        var path = _work.PathOf("some.wav");
        await using (var wave = new WavStream(pcm, new SampleRange(20, 20 + samples)))
            await CopyAsync(wave, path);

        var probed = Encoding.UTF8.GetString(await RealFFmpeg.RunAsync(
            "ffprobe", ["-v", "warning", "-show_entries", "stream=codec_name,sample_rate,channels,duration_ts", "-of", "csv=p=0", path], [])).Trim();
        Assert.Equal($"pcm_s{bits}le,44100,1,{samples}", probed);
        var expected = (await File.ReadAllBytesAsync(pcm.Path))[(20 * pcm.BytesOfSample)..((20 + samples) * pcm.BytesOfSample)];
        Assert.Equal(expected, await RealFFmpeg.RunAsync("ffmpeg", ["-v", "error", "-i", path, "-f", pcm.Format, "-"], []));
        Assert.Equal($"{samples}", Encoding.UTF8.GetString(await RealFFmpeg.RunAsync("sox", ["--info", "-s", path], [])).Trim());
        Assert.Equal(expected, await RealFFmpeg.RunAsync("sox", [path, "-t", "raw", "-"], []));
    }

    [Fact]
    public async Task Stems_are_silent_outside_their_ranges_and_their_sum_is_the_whole()
    {
        var pcm = Noise(24, 3000);
        SampleRange[] first = [new(0, 700), new(1501, 1502), new(2000, 3000)], second = [new(700, 1501), new(1502, 2000)];

        byte[] whole = await ReadAsync(pcm, null), one = await ReadAsync(pcm, first), other = await ReadAsync(pcm, second);

        Assert.Equal(whole[..44], one[..44]);
        Assert.Equal((whole.Length, whole.Length), (one.Length, other.Length));
        Assert.Equal(whole[44..], one[44..].Zip(other[44..], (a, b) => (byte)(a | b)));
        Assert.All(one[(44 + (700 * 3))..(44 + (1501 * 3))], value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task Any_part_can_be_read_from_any_position()
    {
        var pcm = Noise(16, 500);
        await using var wave = new WavStream(pcm, new SampleRange(0, 500), [new(100, 200), new(300, 400)]);
        var all = new byte[wave.Length];
        await wave.ReadExactlyAsync(all);
        var random = new Random(1);

        for (var i = 0; i < 300; i++)
        {
            var from = random.Next(all.Length);
            var part = new byte[random.Next(all.Length - from)];
            wave.Position = from;
            await wave.ReadExactlyAsync(part);
            Assert.Equal(all[from..(from + part.Length)], part);
        }

        wave.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await wave.ReadAsync(new byte[10]));
    }

    private PcmFile Noise(int bits, int samples)
    {
        var pcm = new PcmFile(_work.PathOf("noise.pcm"), 44100, bits);
        var bytes = new byte[samples * bits / 8];
        new Random(bits).NextBytes(bytes);
        File.WriteAllBytes(pcm.Path, bytes);
        return pcm;
    }

    private static async Task<byte[]> ReadAsync(PcmFile pcm, IReadOnlyList<SampleRange>? heard)
    {
        await using var wave = new WavStream(pcm, new SampleRange(0, (int)pcm.Samples), heard);
        var bytes = new byte[wave.Length];
        await wave.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static async Task CopyAsync(Stream source, string path)
    {
        await using var file = File.Create(path);
        await source.CopyToAsync(file);
    }
}
