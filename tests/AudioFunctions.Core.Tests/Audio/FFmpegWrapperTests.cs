using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>All wrappers write exactly the same command line.</summary>
public sealed class FFmpegWrapperTests
{
    [Fact]
    public void Recordings_are_decoded_to_raw_files_in_one_run()
    {
        var command = new FFmpegCommand(
            "repeat+level+verbose",
            [new AudioInput("a b/0.audio") { AllowedFormats = "mp3,wav" }, new AudioInput("1.audio") { AllowedFormats = "mp3,wav" }],
            [
                new AudioOutput("a b/0.pcm", "s16le") { Input = 0, Channels = 1, SampleRateHz = 44100 },
                new AudioOutput("1.pcm", "s16le") { Input = 1, Channels = 1, SampleRateHz = 44100 },
            ]);

        Assert.Equal(
            "-hide_banner -nostats -loglevel repeat+level+verbose -y "
            + "-format_whitelist mp3,wav -i \"a b/0.audio\" -format_whitelist mp3,wav -i 1.audio "
            + "-map 0:a:0 -ac 1 -ar 44100 -f s16le \"a b/0.pcm\" -map 1:a:0 -ac 1 -ar 44100 -f s16le 1.pcm",
            new FFmpegWrapper().Write(command));
    }

    [Fact]
    public void Raw_file_is_encoded_without_tags()
    {
        var command = new FFmpegCommand(
            "error",
            [new AudioInput("take.pcm") { Format = "s16le", SampleRateHz = 48000, Channels = 1 }],
            [new AudioOutput("take.mp3", "mp3") { Codec = "libmp3lame", BitrateKbps = 128, WithoutTags = true }]);

        Assert.Equal(
            "-hide_banner -nostats -loglevel error -y -f s16le -ar 48000 -ac 1 -i take.pcm "
            + "-c:a libmp3lame -b:a 128k -map_metadata -1 -id3v2_version 0 -f mp3 take.mp3",
            new FFmpegWrapper().Write(command));
    }

    [Fact]
    public void Filters_are_one_argument()
    {
        var command = new FFmpegCommand("error", [new AudioInput("in")], [new AudioOutput("out", "s24le") { Filters = "volume=-3.5dB,aresample=176400", Channels = 1 }]);

        Assert.Equal(
            "-hide_banner -nostats -loglevel error -y -i in -af volume=-3.5dB,aresample=176400 -ac 1 -f s24le out", new FFmpegWrapper().Write(command));
    }

    [Fact]
    public void Options_that_are_not_set_are_left_to_ffmpeg()
    {
        var command = new FFmpegCommand("error", [new AudioInput("in")], [new AudioOutput("out", "wav")]);

        Assert.Equal("-hide_banner -nostats -loglevel error -y -i in -f wav out", new FFmpegWrapper().Write(command));
    }

    [Fact]
    public async Task Files_with_unusual_names_are_read_and_written()
    {
        using var work = new AudioWorkplace();
        var (input, output) = (work.PathOf("-a \"b\" \\'c'\\.wav"), work.PathOf("d %d \"e\".pcm"));
        await File.WriteAllBytesAsync(input, AudioFunctions.Testing.Audio.WaveFile.Of(new short[100], 44100));

        var run = await work.FFmpeg.RunFFmpegAsync(
            new FFmpegCommand("error", [new AudioInput(input)], [new AudioOutput(output, "s16le")]), default);

        Assert.Equal(new ToolRun(0, "", ""), run);
        Assert.Equal(200, new FileInfo(output).Length);
    }
}
