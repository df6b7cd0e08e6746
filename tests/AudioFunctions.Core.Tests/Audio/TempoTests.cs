using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>The tempo that FFmpeg sets for models without speed.</summary>
public sealed class TempoTests
{
    private const string WithoutRubberband = "case \"$*\" in *-filters*) echo ' T.. atempo  A->A  Adjust tempo.'; exit 0 ;; esac";

    // How far rubberband and atempo smear a sound.
    private const int ToleranceMs = 30;

    [Theory]
    [InlineData(0.75, "")]
    [InlineData(1.2, "")]
    [InlineData(0.75, WithoutRubberband)]
    [InlineData(1.2, WithoutRubberband)]
    public async Task Speech_and_its_times_are_scaled_and_pauses_keep_their_length(double speed, string ffmpeg)
    {
        using var programs = await FakeFFmpeg.RunningAsync(ffmpeg);
        using var work = new AudioWorkplace(programs.Folder);
        var segment = Paced(SegmentText.Of("Corporation stole {400}your chips.{500}", "Bag not the same.{300}"), speed);
        var speech = SyntheticSpeech.Speak(segment.Text);

        var take = await work.Assembler.AssembleAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, work.Mp3Path, default);

        AssertNear((speech.Samples.Length / 44.1 / speed) + 1200, take.DurationMs);
        int[] pausesBefore = [0, 0, 400, 400, 900, 900, 900, 900];
        foreach (var (word, (source, pause)) in take.Words!.Zip(speech.Words.Zip(pausesBefore)))
        {
            AssertNear((source.From / 44.1 / speed) + pause, word.StartMs);
            AssertNear((source.To / 44.1 / speed) + pause, word.EndMs);
        }

        Assert.Equal(8, take.Words!.Count);
        Assert.Equal((take.Words![0].StartMs, take.Words[3].EndMs), (take.Lines[0].StartMs, take.Lines[0].EndMs));
        Assert.Empty(take.Warnings);
        Assert.Equal(take.DurationMs, await work.Meter.MeasureDurationMsAsync(work.Mp3Path, default), 27.0);
    }

    [Fact]
    public async Task It_needs_no_extra_run_of_FFmpeg_except_one_for_the_filters_per_process()
    {
        using var programs = await FakeFFmpeg.CountingAsync();
        using var work = new AudioWorkplace(programs.Folder);
        var plain = SegmentText.Of("Corporation stole your chips.{300}");
        var speech = SyntheticSpeech.Speak(plain.Text);
        Task AssembleAsync(SpeechSegment segment) =>
            work.Assembler.AssembleAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, work.Mp3Path, default);

        await AssembleAsync(plain);
        Assert.Equal(2, programs.Runs.Count);
        await AssembleAsync(Paced(plain, 1.15));
        Assert.Equal(5, programs.Runs.Count);
        await AssembleAsync(Paced(plain, 0.85));
        Assert.Equal(7, programs.Runs.Count);
    }

    [Fact]
    public async Task Only_segments_with_a_tempo_are_scaled()
    {
        using var work = new AudioWorkplace();
        var (plain, paced) = (SegmentText.Of(0, 0, "Corporation stole your chips."), Paced(SegmentText.Of(1, 1, "Bag not the same."), 0.7));
        var (first, second) = (SyntheticSpeech.Speak(plain.Text), SyntheticSpeech.Speak(paced.Text));

        var take = await work.Assembler.AssembleAsync(
            [SegmentText.Spoken(plain, first), SegmentText.Spoken(paced, second)], PauseMode.Add, work.Mp3Path, default);

        AssertNear((first.Samples.Length / 44.1) + (second.Samples.Length / 44.1 / 0.7), take.DurationMs);
        Assert.InRange(take.Lines[0].EndMs, Mixed.Ms(first.Words[^1].To) - 5, Mixed.Ms(first.Words[^1].To) + 5);
    }

    [Theory]
    [InlineData(1.2)]
    [InlineData(0.7)]
    public async Task The_quality_check_takes_the_tempo_into_account(double speed)
    {
        using var work = new AudioWorkplace();
        var segment = Paced(SegmentText.Of("Corporation stole your chips, and nobody in this town has seen a full bag since.{300}"), speed);
        var speech = SyntheticSpeech.Speak(segment.Text);

        var take = await work.Assembler.AssembleAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, work.Mp3Path, default);

        Assert.Empty(take.Quality.Reasons);
    }

    [Fact]
    public async Task Exact_pauses_are_exact_at_every_tempo()
    {
        using var work = new AudioWorkplace();
        var segment = Paced(SegmentText.Of("Corporation stole your chips.{500}", "Bag not the same.{300}"), 0.75);
        var speech = SyntheticSpeech.Speak(segment.Text);

        var take = await work.Assembler.AssembleAsync([SegmentText.Spoken(segment, speech)], PauseMode.Exact, work.Mp3Path, default);

        var heard = Sound.Silences(await RealFFmpeg.DecodeAsync(work.Mp3Path), Mixed.FromMs(300), level: 300);
        Assert.InRange(heard[0].Length / 44.1, 500 - ToleranceMs, 500 + ToleranceMs);
    }

    private static SpeechSegment Paced(SpeechSegment segment, double speed) => segment with
    {
        Settings = segment.Settings with { Speed = speed },
        Model = SomeModels.Capable() with { HasSpeed = false },
    };

    private static void AssertNear(double expectedMs, double ms) => Assert.InRange(ms, expectedMs - ToleranceMs, expectedMs + ToleranceMs);
}
