using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>
/// A disk that is really full. Mounting one takes root; who is not root gets <c>/dev/full</c>, which refuses every write the same way.
/// </summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Own_write_to_a_full_disk_is_told_with_its_folder()
    {
        using var disk = await SmallDisk.MountAsync(sizeKb: 64);
        using var work = new AudioWorkplace(tempFolder: disk?.Path);
        var audio = disk is null ? null : new SpokenAudio(new byte[200_000], null);

        var failure = audio is null
            ? DeviceThatIsFull(work)
            : await Assert.ThrowsAsync<AudioException>(() => work.Assembler.AssembleAsync(
                [new SpokenSegment(SegmentText.Of("Chips.{150}"), audio)], PauseMode.Add, work.Mp3Path, default));

        Assert.Equal(("disk-full", true), (failure.Code, failure.IsRetryable));
        Assert.Contains(work.TempFolder, failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }

    [Theory]
    [InlineData(300)] // Full while decoding.
    [InlineData(700)] // Full while joining: sources and decoded audio fit, the take does not.
    public async Task Disk_that_fills_on_the_way_is_told_and_left_empty(int sizeKb)
    {
        using var disk = await SmallDisk.MountAsync(sizeKb);
        var segment = SegmentText.Of("Corporation stole your chips.{150}");
        var speech = SyntheticSpeech.Speak(segment.Text, leadMs: 2000);
        using var ffmpeg = await FakeFFmpeg.RunningAsync(disk is null ? "ulimit -f 20; trap '' XFSZ" : "");
        using var work = new AudioWorkplace(ffmpeg.Folder, disk?.Path);

        var failure = await Assert.ThrowsAsync<AudioException>(() => work.Assembler.AssembleAsync(
            [SegmentText.Spoken(segment, speech)], PauseMode.Add, work.Mp3Path, default));

        Assert.Equal(("disk-full", true), (failure.Code, failure.IsRetryable));
        Assert.Contains(work.TempFolder, failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }

    private static AudioException DeviceThatIsFull(AudioWorkplace work)
    {
        var refused = Assert.ThrowsAny<IOException>(() => File.WriteAllText("/dev/full", "la"));
        Assert.True(AudioFunctions.Audio.Scratch.DiskSpace.IsExhausted(refused));
        return AudioErrors.DiskFull(work.TempFolder, refused);
    }
}
