using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio.Quality;

/// <summary>Makes whole takes from real speech, good and deliberately damaged.</summary>
public sealed class TakeQualityTests : IDisposable
{
    private const int SampleRateHz = 44100;
    private const string Text = "Corporation stole your chips. Bag look same, but bag not same. You got scammed.";

    private readonly AudioWorkplace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, Func<short[], short[]>> Damages => new()
    {
        { QualityReasons.Clipped, speech => DamagedSound.Clipped(speech) },
        { QualityReasons.Clipped, DamagedSound.FlatTopped },
        { QualityReasons.CutOff, speech => DamagedSound.CutOff(speech, SampleRateHz) },
        { QualityReasons.LongSilence, speech => DamagedSound.Interrupted(speech, SampleRateHz) },
        { QualityReasons.NoisyTail, speech => DamagedSound.NoisyTail(speech, SampleRateHz) },
        { QualityReasons.NoisyTail, speech => DamagedSound.NoisyTail(speech, SampleRateHz, levelDb: -40) },
        { QualityReasons.Empty, DamagedSound.Empty },
        { QualityReasons.TooFast, DamagedSound.DoubleSpeed },
        { QualityReasons.TooSlow, speech => DamagedSound.Slow(speech, 3) },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Damaged_speech_is_suspect_with_the_right_reason(string reason, Func<short[], short[]> damage)
    {
        var quality = await JudgeAsync(SegmentText.Of(Text), damage(await SpeakAsync(Text)));

        Assert.Equal(QualityVerdict.Suspect, quality.Verdict);
        Assert.Equal([reason], quality.Reasons);
    }

    [Fact]
    public async Task Clipping_is_found_in_an_MP3_too()
    {
        var speech = await SpeakAsync(Text);
        var good = await JudgeMp3Async(speech);
        var bad = await JudgeMp3Async(DamagedSound.Clipped(speech, aboveFullScaleDb: 9));

        Assert.Empty(good.Reasons);
        Assert.Equal([QualityReasons.Clipped], bad.Reasons);
    }

    [Theory]
    [InlineData("No.")]
    [InlineData("Chips!")]
    [InlineData("It was seven ounces, in 1999.")]
    [InlineData("It was $9.99 for seven ounces in 1999, and now 100% more 🦝.")]
    [InlineData("Call 555 0111 now, 24/7: the 11th of 11 bags & 1,000,000 chips.")]
    [InlineData("777,777 chips, 77 bags, $7.77 + 7%.")]
    [InlineData("Look at me 🦝🦝🦝, I am so happy 😀👨‍👩‍👧❤️ today.")]
    [InlineData(Text)]
    [InlineData(Text + " " + Text + " " + Text)]
    public async Task Good_speech_of_any_length_is_good(string text)
    {
        var quality = await JudgeAsync(SegmentText.Of(text), await SpeakAsync(text));

        Assert.Equal(QualityVerdict.Good, quality.Verdict);
        Assert.Empty(quality.Reasons);
        Assert.InRange(quality.TruePeakDbtp!.Value, -20, 0);
    }

    [Theory]
    [InlineData("It was $9.99 for seven ounces in 1999, and now it is half.")]
    [InlineData("They stole 12 chips of 75 out of my bag, the thieves.")]
    [InlineData("Corporation stole your chips 🦝 and you got scammed.")]
    [InlineData("Cafe\u0301 chips cost € now, and the bag is 7% smaller.")]
    public async Task A_text_with_digits_signs_and_emoji_can_be_much_too_fast_or_slow(string text)
    {
        var speech = await SpeakAsync(text);
        var fast = await JudgeAsync(SegmentText.Of(text), DamagedSound.DoubleSpeed(DamagedSound.DoubleSpeed(speech)));
        var slow = await JudgeAsync(SegmentText.Of(text), DamagedSound.Slow(speech, 4));

        Assert.Contains(QualityReasons.TooFast, fast.Reasons);
        Assert.Contains(QualityReasons.TooSlow, slow.Reasons);
    }

    [Fact]
    public async Task Written_pauses_do_not_count_as_long_silence()
    {
        var quality = await JudgeAsync(SegmentText.Of("{2000}Corporation stole your chips.{2000}", "You got scammed.{2000}"), await SpeakAsync("Corporation stole your chips. You got scammed."));

        Assert.Empty(quality.Reasons);
    }

    [Fact]
    public async Task Loudness_needs_four_tenths_of_a_second_of_voice()
    {
        var word = await JudgeAsync(SegmentText.Of("No.{2000}"), [.. (await SpeakAsync("No.")).Take(SampleRateHz * 3 / 10), .. new short[SampleRateHz / 10]]);
        var sentence = await JudgeAsync(SegmentText.Of(Text), await SpeakAsync(Text));

        Assert.Null(word.LoudnessLufs);
        Assert.NotNull(word.TruePeakDbtp);
        Assert.InRange(sentence.LoudnessLufs!.Value, -30, -10);
    }

    /// <summary>The encoder lowers the volume and changes the peaks a little.</summary>
    [Theory]
    [InlineData(128)]
    [InlineData(192)]
    [InlineData(224)]
    [InlineData(320)]
    public async Task Loudness_and_peak_are_those_of_the_finished_MP3(int bitrateKbps)
    {
        _work.Options.BitrateKbps = bitrateKbps;

        var quality = await JudgeAsync(SegmentText.Of(Text), await SpeakAsync(Text));

        var (loudness, peak) = await LoudnessTests.MeasureByFFmpegAsync(_work.Mp3Path);
        Assert.Equal(loudness, quality.LoudnessLufs!.Value, tolerance: 0.1);
        Assert.Equal(peak, quality.TruePeakDbtp!.Value, tolerance: 0.4);
    }

    [Fact]
    public async Task The_same_speech_always_gets_the_same_verdict()
    {
        var speech = DamagedSound.NoisyTail(DamagedSound.Clipped(await SpeakAsync(Text)), SampleRateHz);

        var (first, second) = (await JudgeAsync(SegmentText.Of(Text), speech), await JudgeAsync(SegmentText.Of(Text), speech));

        Assert.Equal(first.Reasons, second.Reasons);
        Assert.Equal((first.LoudnessLufs, first.TruePeakDbtp), (second.LoudnessLufs, second.TruePeakDbtp));
        Assert.Equal([QualityReasons.Clipped, QualityReasons.NoisyTail], first.Reasons);
    }

    private async Task<TakeQuality> JudgeAsync(SpeechSegment segment, short[] speech)
    {
        var spoken = new SpokenSegment(segment, new SpokenAudio(WaveFile.Of(speech, SampleRateHz), null));
        return (await _work.Assembler.AssembleAsync([spoken], PauseMode.Add, _work.Mp3Path, default)).Quality;
    }

    private async Task<TakeQuality> JudgeMp3Async(short[] speech)
    {
        var spoken = new SpokenSegment(SegmentText.Of(Text), new SpokenAudio(await RealFFmpeg.EncodeMp3Async(speech), null));
        return (await _work.Assembler.AssembleAsync([spoken], PauseMode.Add, _work.Mp3Path, default)).Quality;
    }

    /// <summary>With some silence at both ends, like a speech service's recording.</summary>
    internal static async Task<short[]> SpeakAsync(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, await EspeakVoice.SayAsync(text));
            return await RealFFmpeg.DecodeAsync(path, SampleRateHz);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
