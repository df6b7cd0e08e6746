using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>A disk that is really full. Mounting one takes root; for who is not root, a limit on FFmpeg's files stands in for it.</summary>
public sealed class FullDiskTests
{
    // The recording has 330 KB, as raw sound and as a WAV file alike.
    [Theory]
    [InlineData(300, "storing the recordings")]
    [InlineData(500, "decoding")]
    [InlineData(700, "joining")]
    public async Task Disk_that_fills_on_the_way_is_told_and_left_empty(int sizeKb, string during)
    {
        using var disk = await SmallDisk.MountAsync(sizeKb);
        using var ffmpeg = await FakeFFmpeg.RunningAsync(disk is null ? "ulimit -f 20; trap '' XFSZ" : "");
        using var work = new AudioWorkplace(ffmpeg.Folder, disk?.Path);
        var segment = SegmentText.Of("Corporation stole your chips.{150}");
        var speech = SyntheticSpeech.Speak(segment.Text, leadMs: 2000);

        var failure = await Assert.ThrowsAsync<AudioException>(() => work.Assembler.AssembleAsync(
            [SegmentText.Spoken(segment, speech)], PauseMode.Add, work.Mp3Path, default));

        Assert.True(failure is { Code: "disk-full", IsRetryable: true }, $"{during}: {failure.Message}");
        Assert.Contains(work.TempFolder, failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }
}
