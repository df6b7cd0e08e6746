using AudioFunctions.Speech.Offline;

namespace AudioFunctions.Core.Tests.Speech.Offline;

public sealed class WaveTests
{
    private static readonly short[] Samples = [0, 1, -1, short.MaxValue, short.MinValue];

    [Fact]
    public void What_is_written_is_what_FFmpeg_and_we_read()
    {
        var file = Wave.Write(Samples);

        Assert.Equal(Samples, Wave.ReadSamples(file));
        Assert.Equal(Samples, Decoded.Samples(file));
    }

    [Fact]
    public void A_header_written_before_the_length_was_known_is_no_obstacle()
    {
        var file = Wave.Write(Samples);
        byte[] unknown = [0x00, 0xf0, 0xff, 0x7f];
        unknown.CopyTo(file, 40);

        Assert.Equal(Samples, Wave.ReadSamples(file));
    }

    [Fact]
    public void Chunks_before_the_samples_are_passed_over()
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
    public void Another_kind_of_file_is_refused(int offset, byte value)
    {
        var file = Wave.Write(Samples);
        file[offset] = value;

        Assert.Null(Wave.ReadSamples(file));
    }

    [Fact]
    public void Files_cut_short_are_refused_or_give_what_is_there()
    {
        var file = Wave.Write(Samples);

        for (var length = 0; length < 44; length++)
        {
            Assert.Null(Wave.ReadSamples(file.AsSpan(0, length)));
        }

        Assert.Equal(Samples[..2], Wave.ReadSamples(file.AsSpan(0, 49)));
    }
}
