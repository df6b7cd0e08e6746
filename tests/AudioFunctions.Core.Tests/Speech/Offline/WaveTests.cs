using AudioFunctions.Speech.Offline;

namespace AudioFunctions.Core.Tests.Speech.Offline;

public sealed class WaveTests
{
    private static readonly short[] Samples = [0, 1, -1, short.MaxValue, short.MinValue];

    [Fact]
    public void FFmpeg_and_the_reader_read_the_written_file()
    {
        var file = Wave.Write(Samples);

        Assert.Equal(Samples, Wave.ReadSamples(file));
        Assert.Equal(Samples, Decoded.Samples(file));
    }

    [Fact]
    public void A_header_without_a_length_is_accepted()
    {
        var file = Wave.Write(Samples);
        byte[] unknown = [0x00, 0xf0, 0xff, 0x7f];
        unknown.CopyTo(file, 40);

        Assert.Equal(Samples, Wave.ReadSamples(file));
    }

    [Fact]
    public void Chunks_before_the_samples_are_skipped()
    {
        var file = Wave.Write(Samples);
        byte[] list = [(byte)'L', (byte)'I', (byte)'S', (byte)'T', 2, 0, 0, 0, 9, 9];

        Assert.Equal(Samples, Wave.ReadSamples([.. file[..36], .. list, .. file[36..]]));
    }

    [Theory]
    [InlineData(22, 2)]
    [InlineData(24, 0)]
    [InlineData(34, 8)]
    [InlineData(20, 3)]
    [InlineData(0, 0)]
    [InlineData(8, 0)]
    public void Other_formats_are_refused(int offset, byte value)
    {
        var file = Wave.Write(Samples);
        file[offset] = value;

        Assert.Null(Wave.ReadSamples(file));
    }

    [Fact]
    public void A_truncated_file_is_refused_or_read_to_its_end()
    {
        var file = Wave.Write(Samples);

        for (var length = 0; length < 44; length++)
        {
            Assert.Null(Wave.ReadSamples(file.AsSpan(0, length)));
        }

        Assert.Equal(Samples[..2], Wave.ReadSamples(file.AsSpan(0, 49)));
    }
}
