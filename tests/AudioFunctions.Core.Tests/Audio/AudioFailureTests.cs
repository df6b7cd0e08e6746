using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>All failures of finishing a take: code, whether they are retryable, message, and that no files remain.</summary>
public sealed class AudioFailureTests
{
    private static readonly byte[] NoSound = WaveFile.Of([], 44100);

    public static TheoryData<string, byte[]> Unreadable() => new()
    {
        { "it is empty", [] },
        { "Invalid data found", "these are no sounds but words, many of them, and more"u8.ToArray() },
        { "Invalid data found", "#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"u8.ToArray() },
        { "Invalid data found", WaveFile.Of(new short[4], 44100)[..30] },
        { "it holds no sound", NoSound },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_unreadable_recording_is_reported_with_its_line_and_not_retried(string reason, byte[] audio)
    {
        using var work = new AudioWorkplace();
        var good = Spoken(0);
        var bad = Spoken(1) with { Spoken = new SpokenAudio(audio, null) };

        var failure = await FailsAsync(work, [good, bad]);

        Assert.Equal(("audio-unreadable", false), (failure.Code, failure.IsRetryable));
        Assert.StartsWith("the recording of line 2 cannot be read as audio", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(work.TempFolder, failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }

    [Fact]
    public async Task Missing_ffmpeg_is_reported_with_what_to_do()
    {
        using var work = new AudioWorkplace();
        work.Options.FFmpegFolder = work.TempFolder;

        var failure = await FailsAsync(work, [Spoken(0)]);

        Assert.Equal(("ffmpeg-missing", false), (failure.Code, failure.IsRetryable));
        Assert.Contains("apt-get install ffmpeg", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Audio__FFmpegFolder", failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }

    [Fact]
    public async Task Ffmpeg_that_cannot_be_started_counts_as_missing()
    {
        using var work = new AudioWorkplace();
        using var folder = await FakeFFmpeg.CountingAsync();
        await File.WriteAllTextAsync(Path.Combine(folder.Folder, "ffmpeg"), "#!/no/such/shell\n");
        work.Options.FFmpegFolder = folder.Folder;

        var failure = await FailsAsync(work, [Spoken(0)]);

        Assert.Equal(("ffmpeg-missing", false), (failure.Code, failure.IsRetryable));
        work.AssertNothingLeft();
    }

    [Theory]
    [InlineData("kill -9 $$", null, "was killed while decoding")]
    [InlineData("exit 0", null, "did not write all of it")]
    [InlineData("\"$real\" \"$@\"; truncate -s 20000 \"$last\"; exit 0", null, "did not write all of it")]
    [InlineData("exit 3", null, "exit code 3 while decoding")]
    [InlineData("", "kill -9 $$", "was killed while encoding")]
    [InlineData("", "exit 0", "wrote only 0 bytes")]
    [InlineData("", "\"$real\" \"$@\"; truncate -s 2000 \"$last\"; exit 0", "wrote only 2000 bytes")]
    [InlineData("", "\"$real\" \"$@\"; echo 'Error writing trailer' >&2; exit 0", "met an error while encoding: Error writing trailer")]
    [InlineData("", "echo 'Conversion failed!' >&2; exit 1", "exit code 1 while encoding: Conversion failed!")]
    public async Task A_failure_of_ffmpeg_is_retryable_and_leaves_no_take(string decode, string? encode, string reason)
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync(decode, encode);
        using var work = new AudioWorkplace(ffmpeg.Folder);

        var failure = await FailsAsync(work, [Spoken(0)]);

        Assert.Equal(("ffmpeg-failed", true), (failure.Code, failure.IsRetryable));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }

    [Theory]
    [InlineData("\"$real\" \"$@\"; echo 'Error closing file: No space left on device' >&2; exit 0", null)]
    [InlineData("", "echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1")]
    [InlineData("ulimit -f 20; trap '' XFSZ", null)]
    public async Task A_full_disk_reported_by_ffmpeg_is_an_error_with_the_folder(string decode, string? encode)
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync(decode, encode);
        using var work = new AudioWorkplace(ffmpeg.Folder);

        var failure = await FailsAsync(work, [Spoken(0)]);

        Assert.Equal(("disk-full", true), (failure.Code, failure.IsRetryable));
        Assert.Contains(work.TempFolder, failure.Message, StringComparison.Ordinal);
        work.AssertNothingLeft();
    }

    [Fact]
    public async Task Ffmpeg_that_never_ends_is_killed_with_its_children()
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync("sh -c 'echo $$ > \"$0.new\"; mv \"$0.new\" \"$0\"; exec sleep 600' \"$mark\"; exit 1");
        using var work = new AudioWorkplace(ffmpeg.Folder);
        work.Options.RunTimeout = TimeSpan.FromSeconds(5);

        var failure = await FailsAsync(work, [Spoken(0)]);

        Assert.Equal(("ffmpeg-failed", true), (failure.Code, failure.IsRetryable));
        Assert.Contains("did not end within 00:00:05", failure.Message, StringComparison.Ordinal);
        Assert.True(await ProcessStates.EndsAsync(await File.ReadAllTextAsync(ffmpeg.MarkPath)));
        work.AssertNothingLeft();
    }

    [Fact]
    public async Task An_earlier_take_is_kept_if_a_new_one_fails()
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync("", "exit 1");
        using var work = new AudioWorkplace(ffmpeg.Folder);
        await File.WriteAllTextAsync(work.Mp3Path, "earlier");

        await FailsAsync(work, [Spoken(0)]);

        Assert.Equal("earlier", await File.ReadAllTextAsync(work.Mp3Path));
    }

    [Fact]
    public async Task Damage_that_ffmpeg_can_decode_causes_a_warning()
    {
        using var work = new AudioWorkplace();
        var speech = SyntheticSpeech.Speak(Spoken(0).Segment.Text);
        var mp3 = await RealFFmpeg.EncodeMp3Async(speech.Samples);
        mp3.AsSpan(mp3.Length / 2, 3000).Fill(0x55);

        var take = await work.Assembler.AssembleAsync(
            [Spoken(0) with { Spoken = new SpokenAudio(mp3, null) }], PauseMode.Add, work.Mp3Path, default);

        Assert.Contains(take.Warnings, warning => warning.StartsWith("FFmpeg found damage in ", StringComparison.Ordinal));
    }

    private static SpokenSegment Spoken(int line)
    {
        var segment = SegmentText.Of(line, line, "Corporation stole your chips.{150}");
        return SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text));
    }

    private static Task<AudioException> FailsAsync(AudioWorkplace work, IReadOnlyList<SpokenSegment> segments) =>
        Assert.ThrowsAsync<AudioException>(() => work.Assembler.AssembleAsync(segments, PauseMode.Add, work.Mp3Path, default));
}
