using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class FFmpegToolTests
{
    [Fact]
    public async Task The_health_check_gets_version_and_path()
    {
        var info = await Tool().DescribeAsync(default);

        Assert.True(File.Exists(info.Path));
        Assert.Matches(@"^\S*\d+\.\d+", info.Version);
    }

    [Fact]
    public async Task Ffmpeg_is_found_in_the_folder_of_the_options()
    {
        using var fake = await FakeFFmpeg.RunningAsync("echo 'ffmpeg version 99.1-mine Copyright'; exit 0");

        var info = await Tool(fake).DescribeAsync(default);

        Assert.Equal(new FFmpegInfo(Path.Combine(fake.Folder, "ffmpeg"), "99.1-mine"), info);
    }

    [Fact]
    public async Task Another_program_named_ffmpeg_is_reported()
    {
        using var fake = await FakeFFmpeg.RunningAsync("echo 'who is there'; exit 0");

        var failure = await Assert.ThrowsAsync<AudioException>(
            () => Tool(fake).DescribeAsync(default));

        Assert.Equal("FFmpeg did not print its version.", failure.Message);
    }

    [Fact]
    public async Task Exit_code_and_both_outputs_are_returned()
    {
        using var fake = await FakeFFmpeg.RunningAsync("echo heard; echo seen >&2; exit 7");

        var run = await Tool(fake).RunFFmpegAsync(["-version"], default);

        Assert.Equal(new ToolRun(7, "heard\n", "seen\n"), run);
    }

    [Fact]
    public async Task Endless_output_does_not_block_or_fill_memory()
    {
        using var fake = await FakeFFmpeg.RunningAsync("yes 0123456789 | head -c 5000000 >&2; echo end >&2; exit 0");

        var run = await Tool(fake).RunFFmpegAsync(["-version"], default);

        Assert.Equal(1024 * 1024, run.Errors.Length);
        Assert.EndsWith("end\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_keeps_the_output_of_ffmpeg_open_does_not_block_the_run()
    {
        using var fake = await FakeFFmpeg.RunningAsync("sleep 600 & echo $!; exit 0");

        var run = await Tool(fake).RunFFmpegAsync(["-version"], default).WaitAsync(TimeSpan.FromSeconds(60));

        using var child = Process.GetProcessById(int.Parse(run.Output, CultureInfo.InvariantCulture));
        child.Kill();
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("\"quoted\" and 'so'")]
    [InlineData("back\\slash\\")]
    [InlineData("both \\\" of \\\\\" them\\\\")]
    [InlineData("$HOME `id` %d * ;|&")]
    public async Task Every_argument_is_passed_unchanged(string argument)
    {
        using var fake = await FakeFFmpeg.RunningAsync("printf '<%s>' \"$@\"; exit 0");

        var run = await Tool(fake).RunFFmpegAsync(["-i", argument, "last"], default);

        Assert.Equal($"<-i><{argument}><last>", run.Output);
    }

    private static FFmpegTool Tool(FakeFFmpeg? fake = null) => new(new AudioOptions { FFmpegFolder = fake?.Folder }, new FFmpegWrapper());
}
