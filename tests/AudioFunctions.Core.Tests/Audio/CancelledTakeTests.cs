using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class CancelledTakeTests
{
    [Theory]
    [InlineData("exec \"$real\" -re -f lavfi -i anullsrc -t 600 -f null -", "stops when asked")]
    [InlineData("sh -c 'trap \"\" TERM INT; exec sleep 600' & echo $! > \"$mark.child\"; wait", "does not stop when asked")]
    public async Task Cancelling_a_take_ends_ffmpeg_and_leaves_no_files(string hanging, string how)
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync($"echo $$ > \"$mark.new\"; mv \"$mark.new\" \"$mark\"; {hanging}");
        using var work = new AudioWorkplace(ffmpeg.Folder);
        var segment = SegmentText.Of("Chips.{150}");
        using var cancellation = new CancellationTokenSource();

        var assembling = work.Assembler.AssembleAsync(
            [SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text))], PauseMode.Add, work.Mp3Path, cancellation.Token);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!File.Exists(ffmpeg.MarkPath) && !assembling.IsCompleted)
        {
            await Task.Delay(10, timeout.Token);
        }

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => assembling);
        Assert.True(await ProcessStates.EndsAsync(await File.ReadAllTextAsync(ffmpeg.MarkPath)), how);
        var child = ffmpeg.MarkPath + ".child";
        Assert.False(File.Exists(child) && !await ProcessStates.EndsAsync(await File.ReadAllTextAsync(child)), "its child lives on");
        work.AssertNothingLeft();
    }

    [Fact]
    public async Task A_take_cancelled_before_it_starts_does_not_run_ffmpeg()
    {
        using var ffmpeg = await FakeFFmpeg.CountingAsync();
        using var work = new AudioWorkplace(ffmpeg.Folder);
        var segment = SegmentText.Of("Chips.{150}");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.Assembler.AssembleAsync(
            [SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text))], PauseMode.Add, work.Mp3Path, new CancellationToken(canceled: true)));

        Assert.Empty(ffmpeg.Runs);
        work.AssertNothingLeft();
    }
}
