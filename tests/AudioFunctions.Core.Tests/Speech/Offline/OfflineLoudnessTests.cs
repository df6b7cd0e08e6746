using AudioFunctions.Audio.Loudness;
using AudioFunctions.Metering;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Speech.Offline;

/// <summary>The loudness of the real espeak-ng, measured by the meter of takes and by FFmpeg.</summary>
public sealed class OfflineLoudnessTests
{
    private const string Words = "The company promised to lower its prices before the end of the year, and nobody noticed.";

    private readonly EspeakProcess _espeak = new("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System);

    [Fact]
    public async Task The_six_characters_are_equally_loud_two_semitones_apart_and_of_good_quality()
    {
        var speech = new OfflineSpeech(_espeak, null, NullLogger<OfflineSpeech>.Instance);
        var pitches = new List<double>();
        foreach (var character in Beats.Profiles.Keys)
        {
            var beat = Beats.Of(Beats.Line(Words, character, pause: 0));
            var segment = Assert.Single(SpeechPlan.For(beat, Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(1000)));
            var spoken = SpeechResponse.Read(await speech.SpeakAsync(segment, CancellationToken.None), Words);
            var samples = Decoded.Samples(spoken.Audio);

            AssertLevel(samples, character);
            Assert.Equal((character, ""), (character, string.Join(' ', Heard.Verdict(segment, samples).Reasons)));
            pitches.Add(Heard.PitchHz(samples));
        }

        pitches.Sort();
        Assert.InRange(pitches[0], 55, 75);
        Assert.InRange(pitches[^1], 130, 170);
        Assert.All(pitches.Zip(pitches.Skip(1)), pair => Assert.True(12 * Math.Log2(pair.Second / pair.First) > 1.5, string.Join(' ', pitches)));
    }

    [Theory]
    [InlineData("+whisper")]
    [InlineData("+m8")]
    [InlineData("+Andy")]
    public async Task Quiet_and_loud_timbres_become_equally_loud(string timbre)
    {
        var raw = await _espeak.SpeakAsync(Words, new EspeakVoice("en-us" + timbre, 50, 150), CancellationToken.None);

        var levelled = OfflineLoudness.Level(raw);

        Assert.True(Math.Abs(OfflineLoudness.Measure(raw)!.Value - OfflineLoudness.TargetLufs) > 1.5);
        AssertLevel(levelled, timbre);
        Assert.Equal(raw.Length, levelled.Length);
        Assert.Equal(levelled, OfflineLoudness.Level(raw));
    }

    [Fact]
    public async Task A_word_shorter_than_a_meters_block_is_as_loud_as_a_sentence()
    {
        var raw = await _espeak.SpeakAsync("Up.", EspeakVoice.For("boomer", new VoiceSettings(0.5, 0.5, 0.5, 1)), CancellationToken.None);
        Assert.True(raw.Length < Wave.SampleRate * 4 / 10);

        var levelled = OfflineLoudness.Level(raw);

        Assert.Equal(OfflineLoudness.TargetLufs, OfflineLoudness.Measure(levelled)!.Value, tolerance: 1.0);
        Assert.True(PeakDbtp(levelled) < LoudnessTargets.MaxTruePeakDbtp);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(22_050, 0)]
    [InlineData(22_050, 5)]
    public void Silence_is_unchanged(int length, short hum)
    {
        var silence = Enumerable.Range(0, length).Select(i => i % 2 == 0 ? hum : (short)-hum).ToArray();

        Assert.Equal(silence, OfflineLoudness.Level(silence));
    }

    [Fact]
    public void The_limiter_limits_a_peak_between_samples_and_nothing_far_from_it()
    {
        var sound = Enumerable.Range(0, 22_050).Select(i => i == 11_000 || i == 11_001 ? 20_000f : (i % 100) - 50f).ToArray();
        var before = (float[])sound.Clone();

        PeakLimiter.Limit(sound, 16_384);

        var peak = new TruePeakMeter();
        peak.Add(Array.ConvertAll(sound, sample => (short)sample));
        Assert.Equal(-6.0, peak.Finish()!.Value, tolerance: 0.3);
        Assert.Equal(before[..10_000], sound[..10_000]);
        Assert.Equal(before[12_000..], sound[12_000..]);
    }

    private static void AssertLevel(short[] samples, string whose)
    {
        var meter = new LoudnessMeter(Wave.SampleRate);
        meter.Add(samples);
        Assert.True(samples.Length > 3 * Wave.SampleRate);
        Assert.True(meter.Integrated() is > -20 and < -18, $"{whose}: {meter.Integrated()} LUFS");
        Assert.True(PeakDbtp(samples) < LoudnessTargets.MaxTruePeakDbtp, $"{whose}: {PeakDbtp(samples)} dBTP");
    }

    private static double? PeakDbtp(short[] samples)
    {
        var meter = new TruePeakMeter();
        meter.Add(samples);
        return meter.Finish();
    }
}
