using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio.Assembling;

public sealed class PcmTrackTests : IDisposable
{
    private readonly AudioWorkplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Takes_follow_each_other_to_the_millisecond_and_keep_their_lengths()
    {
        var beats = Beats("Corporation stole chips.{300}", "{400}Bag {350}same.{150}", "Scam.{2000}");
        using var track = _work.Assembler.StartTrack();
        var starts = new List<int>();
        var lengths = new List<int>();
        foreach (var (segment, speech) in beats)
        {
            starts.Add(track.DurationMs);
            lengths.Add((await track.AppendAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, default)).DurationMs);
        }

        await track.EncodeAsync(_work.Mp3Path, default);
        var decoded = new Mixed(new AssembledTake(0, [], [], [], new TakeQuality(QualityVerdict.Good, [], null, null), null), await RealFFmpeg.DecodeAsync(_work.Mp3Path));

        Assert.InRange(track.DurationMs, lengths.Sum() - 1, lengths.Sum() + 1);
        Assert.InRange(await _work.Meter.MeasureDurationMsAsync(_work.Mp3Path, default), track.DurationMs - 1, track.DurationMs + 2);
        foreach (var (start, (segment, speech)) in starts.Zip(beats))
        {
            var shifts = speech.Words.Select((_, word) => segment.Silences.Where(s => s.At <= WordStart(segment.Text, word)).Sum(s => s.Ms));
            Likely(decoded.Samples, speech, speech.Words.Zip(shifts, (word, ms) => Mixed.FromMs(start + ms) + word.From));
        }
    }

    [Fact]
    public async Task Ffmpeg_decodes_once_per_take_and_encodes_once_in_total()
    {
        using var ffmpeg = await FakeFFmpeg.CountingAsync();
        using var work = new AudioWorkplace(ffmpeg.Folder);
        using (var track = work.Assembler.StartTrack())
        {
            foreach (var (segment, speech) in Beats("Chips.{50}", "Bag.{50}", "Scam.{50}"))
                await track.AppendAsync([SegmentText.Spoken(segment, speech)], PauseMode.Exact, default);
            await track.EncodeAsync(work.Mp3Path, default);
        }

        Assert.Equal(Enumerable.Repeat("ffmpeg", 4), ffmpeg.Runs);
        Assert.Empty(Directory.GetFileSystemEntries(work.TempFolder));
    }

    [Fact]
    public async Task Only_the_take_being_appended_has_recordings_in_the_scratch_folder()
    {
        using var track = _work.Assembler.StartTrack();
        foreach (var (segment, speech) in Beats("Chips.{50}", "Bag.{50}"))
        {
            await track.AppendAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, default);
            Assert.Equal(["track.pcm"], Directory.GetFiles(_work.TempFolder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Select(Path.GetFileName));
        }
    }

    [Fact]
    public async Task A_finished_recording_is_appended_unchanged()
    {
        var speech = SyntheticSpeech.Speak("Corporation stole chips.");
        using var track = _work.Assembler.StartTrack();
        var (segment, first) = Beats("Bag.{400}")[0];
        await track.AppendAsync([SegmentText.Spoken(segment, first)], PauseMode.Add, default);
        var start = track.DurationMs;

        var damage = await track.AppendFinishedAsync("the take", await RealFFmpeg.EncodeMp3Async(speech.Samples), default);
        await track.EncodeAsync(_work.Mp3Path, default);

        Assert.Empty(damage);
        Assert.InRange(track.DurationMs - start, Mixed.Ms(speech.Samples.Length) - 1, Mixed.Ms(speech.Samples.Length) + 2);
        Likely(await RealFFmpeg.DecodeAsync(_work.Mp3Path), speech, speech.Words.Select(word => Mixed.FromMs(start) + word.From));
    }

    [Fact]
    public async Task An_invalid_finished_recording_is_reported()
    {
        using var track = _work.Assembler.StartTrack();

        var failure = await Assert.ThrowsAsync<AudioException>(() => track.AppendFinishedAsync("the take of beat 01", "no sound"u8.ToArray(), default));

        Assert.Equal(("audio-unreadable", false), (failure.Code, failure.IsRetryable));
        Assert.StartsWith("the take of beat 01 cannot be read as audio", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fills_up_over_several_takes_is_reported_and_no_files_remain()
    {
        // The recordings of one take fit, and so does the first take; the track grows by 330 KB per take.
        using var disk = await SmallDisk.MountAsync(sizeKb: 1400);
        using var ffmpeg = await FakeFFmpeg.RunningAsync(disk is null ? "ulimit -f 20; trap '' XFSZ" : "");
        using var work = new AudioWorkplace(ffmpeg.Folder, disk?.Path);
        var segment = SegmentText.Of("Corporation stole your chips.{150}");
        var spoken = SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text, leadMs: 2000));

        var failure = await Assert.ThrowsAsync<AudioException>(async () =>
        {
            using var track = work.Assembler.StartTrack();
            for (var take = 0; take < 6; take++)
                await track.AppendAsync([spoken], PauseMode.Add, default);
        });

        Assert.Equal(("disk-full", true), (failure.Code, failure.IsRetryable));
        work.AssertNothingLeft();
    }

    private static List<(SpeechSegment Segment, SyntheticSpeech Speech)> Beats(params string[] lines) =>
        [.. lines.Select(line => SegmentText.Of(line)).Select(segment => (segment, SyntheticSpeech.Speak(segment.Text)))];

    private static int WordStart(string text, int word) => text.Split(' ').Take(word).Sum(before => before.Length + 1);

    /// <summary>Asserts that every word is at its place, within the precision of the encoding.</summary>
    private static void Likely(short[] decoded, SyntheticSpeech speech, IEnumerable<int> expectedStarts)
    {
        foreach (var (word, expected) in speech.Words.Zip(expectedStarts))
        {
            var (at, likeness) = Sound.Find(speech.Samples.AsSpan(word.From, word.Length), decoded, expected, reach: Mixed.FromMs(5));
            Assert.InRange(likeness, 0.98, 1.001);
            Assert.InRange(at - expected, -Mixed.FromMs(1.5), Mixed.FromMs(1.5));
        }
    }
}
