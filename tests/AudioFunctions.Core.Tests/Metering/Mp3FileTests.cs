using AudioFunctions.Metering;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Metering;

public sealed class Mp3FileTests
{
    [Theory]
    [InlineData(44100)]
    [InlineData(22050)]
    [InlineData(48000)]
    public async Task Frames_are_counted_with_their_padding(int sampleRateHz)
    {
        var mp3 = Mp3File.Read(await RealFFmpeg.EncodeMp3Async(new short[sampleRateHz], sampleRateHz))!.Value;

        Assert.Equal(sampleRateHz, mp3.SampleRateHz);
        Assert.InRange(mp3.Seconds, 1, 1.12);
        Assert.InRange(mp3.EndPadding, 1, 2400);
    }

    [Fact]
    public async Task The_length_of_a_truncated_file_is_that_of_its_remaining_frames()
    {
        var whole = await RealFFmpeg.EncodeMp3Async(new short[44100 * 3]);

        Assert.InRange(Mp3File.Read(whole.AsSpan(0, whole.Length / 3))!.Value.Seconds, 0.95, 1.05);
    }

    [Fact]
    public async Task A_tag_before_the_first_frame_does_not_count()
    {
        var whole = await RealFFmpeg.EncodeMp3Async(new short[44100]);
        byte[] tag = [.. "ID3"u8, 4, 0, 0, 0, 0, 1, 0, .. new byte[128]];

        Assert.Equal(Mp3File.Read(whole), Mp3File.Read([.. tag, .. whole]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ID3")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    public void A_file_that_is_not_an_MP3_has_no_length(string file) => Assert.Null(Mp3File.Read(System.Text.Encoding.ASCII.GetBytes(file)));
}
