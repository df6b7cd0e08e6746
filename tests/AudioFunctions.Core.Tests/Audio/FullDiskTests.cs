using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>A disk that is really full. Mounting one requires root; for other users, a limit on FFmpeg's files simulates it.</summary>
public sealed class FullDiskTests
{
    // The recording has 330 KB, both as raw sound and as a WAV file.
    [Theory]
    [InlineData(300, "storing the recordings")]
    [InlineData(500, "decoding")]
    [InlineData(700, "joining")]
    public async Task A_disk_that_fills_up_is_reported_and_no_files_remain(int sizeKb, string during)
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
