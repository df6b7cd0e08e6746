using AudioFunctions.Audio;
using AudioFunctions.Audio.Mixing;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Voices;
using EspeakVoice = AudioFunctions.Speech.Offline.EspeakVoice;

namespace AudioFunctions.Core.Tests.Audio.Quality;

/// <summary>Recordings that are unusual, but not damaged: with room tone, and loud steady vowels.</summary>
public sealed class GoodSoundTests
{
    private const int SampleRateHz = 44100;
    private const string Sentence = "Corporation stole your chips. Bag look same, but bag not same.";

    public static TheoryData<string, double> RoomTones
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (var text in new[] { "No.", "Chips!", "You got scammed.", Sentence, $"{Sentence} {Sentence} {Sentence}" })
            {
                foreach (var levelDb in new[] { -60.0, -50, -45, -40 })
                    data.Add(text, levelDb);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RoomTones))]
    public async Task Room_tone_in_the_whole_recording_is_good(string text, double levelDb)
    {
        var speech = await TakeQualityTests.SpeakAsync(text);

        foreach (var (before, after) in new[] { (0, 0), (100, 100), (30, 600), (200, 350), (50, 900) })
            Assert.Equal((before, after, ""), (before, after, Reasons(text, InRoom(speech, before, after, levelDb))));
    }

    [Theory]
    [InlineData(Sentence, -40, -60)]
    [InlineData(Sentence, -30, -45)]
    [InlineData(Sentence, -30, -60)]
    [InlineData("You got scammed.", -35, -50)]
    public async Task Noise_after_the_last_word_that_is_louder_than_the_room_tone_is_found(string text, double noiseDb, double roomDb)
    {
        var speech = InRoom(await TakeQualityTests.SpeakAsync(text), 50, 100, roomDb);

        Assert.Equal(QualityReasons.NoisyTail, Reasons(text, DamagedSound.NoisyTail(speech, SampleRateHz, 400, noiseDb)));
        Assert.Equal(QualityReasons.NoisyTail, Reasons(text, DamagedSound.NoisyTail(speech, SampleRateHz, 1000, noiseDb)));
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-30)]
    public async Task A_voice_that_is_cut_off_in_room_tone_is_found(double levelDb)
    {
        var speech = DamagedSound.CutOff(await TakeQualityTests.SpeakAsync(Sentence), SampleRateHz);

        Assert.Equal(QualityReasons.CutOff, Reasons(Sentence, InRoom(speech, 100, 0, levelDb)));
    }

    public static TheoryData<double, double> Vowels
    {
        get
        {
            var data = new TheoryData<double, double>();
            foreach (var hz in new[] { 66.0, 82, 110, 158, 220, 441 })
            {
                foreach (var seconds in new[] { 0.3, 1, 4 })
                    data.Add(hz, seconds);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Vowels))]
    public async Task A_loud_steady_vowel_is_not_clipped(double hz, double seconds)
    {
        short[] vowel = Steady(hz, seconds, harmonics: 20), tone = Steady(hz, seconds, harmonics: 1);
        var speech = await TakeQualityTests.SpeakAsync(Sentence);

        Assert.DoesNotContain(QualityReasons.Clipped, Reasons("Aah.", vowel), StringComparison.Ordinal);
        Assert.DoesNotContain(QualityReasons.Clipped, Reasons("Aah.", tone), StringComparison.Ordinal);
        Assert.DoesNotContain(QualityReasons.Clipped, Reasons(Sentence, [.. speech, .. vowel]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(110, 1)]
    [InlineData(220, 4)]
    public void A_steady_vowel_that_is_clipped_is_found(double hz, double seconds)
    {
        var vowel = Steady(hz, seconds, harmonics: 20);

        Assert.Contains(QualityReasons.Clipped, Reasons("Aah.", DamagedSound.Clipped(vowel)), StringComparison.Ordinal);
        Assert.Contains(QualityReasons.Clipped, Reasons("Aah.", DamagedSound.FlatTopped(vowel)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(66, 1, 6)]
    [InlineData(110, 0.4, 6)]
    [InlineData(158, 1, 9)]
    [InlineData(220, 4, 6)]
    public async Task A_steady_vowel_that_was_clipped_and_then_encoded_is_found(double hz, double seconds, double db)
    {
        short[] vowel = Steady(hz, seconds, harmonics: 20), clipped = DamagedSound.Clipped(vowel, db);

        Assert.DoesNotContain(QualityReasons.Clipped, Reasons("Aah.", await EncodedAsync(vowel)), StringComparison.Ordinal);
        Assert.DoesNotContain(QualityReasons.Clipped, Reasons("Aah.", await EncodedAsync(Steady(hz, seconds, harmonics: 1))), StringComparison.Ordinal);
        Assert.Contains(QualityReasons.Clipped, Reasons("Aah.", await EncodedAsync(clipped)), StringComparison.Ordinal);
        Assert.Contains(QualityReasons.Clipped, Reasons("Aah.", await EncodedAsync([.. clipped.Select(sample => (short)(sample / 2))])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0572, 0.0933, 1.07)]
    [InlineData(0.3389, 0.0281, 0.73)]
    public async Task One_word_of_the_offline_voice_is_not_clipped(double stability, double style, double speed)
    {
        var voice = EspeakVoice.For("granny", new VoiceSettings(stability, 0.78, style, speed));
        var espeak = new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System);

        var speech = VoicedStretch.Of(OfflineLoudness.Level(await espeak.SpeakAsync("same.", voice, CancellationToken.None))).Samples;

        Assert.Equal("", Reasons("same.", speech));
    }

    private static async Task<short[]> EncodedAsync(short[] samples)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, await RealFFmpeg.EncodeMp3Async(samples));
            return await RealFFmpeg.DecodeAsync(path, SampleRateHz);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Reasons(string text, short[] samples)
    {
        var spoken = new SpokenSegment(SegmentText.Of(text), new SpokenAudio(Array.Empty<byte>(), null));
        return string.Join(", ", new TakeMixer(PauseMode.Add, SampleRateHz).Mix([spoken], _ => (short[])samples.Clone(), Stream.Null, default).Quality.Reasons);
    }

    /// <summary>With steady noise under it, before it and after it.</summary>
    /// <param name="levelDb">Against the speech's peak.</param>
    private static short[] InRoom(short[] speech, int beforeMs, int afterMs, double levelDb)
    {
        var random = new Random(speech.Length);
        var amplitude = Sound.Peak(speech) * Math.Pow(10, levelDb / 20) * Math.Sqrt(3);
        short[] all = [.. new short[beforeMs * SampleRateHz / 1000], .. speech, .. new short[afterMs * SampleRateHz / 1000]];
        return [.. all.Select(sample => (short)Math.Clamp(sample + (((random.NextDouble() * 2) - 1) * amplitude), short.MinValue, short.MaxValue))];
    }

    /// <summary>A vowel with a formant at 600 Hz, or a tone, whose peak is at -0.3 dBFS. It begins and ends in 20 ms, between silences.</summary>
    private static short[] Steady(double hz, double seconds, int harmonics)
    {
        var length = (int)(seconds * SampleRateHz);
        var wave = new double[length];
        for (var i = 0; i < length; i++)
        {
            for (var k = 1; k <= harmonics; k++)
                wave[i] += Math.Cos((2 * Math.PI * hz * k * i / SampleRateHz) + (k * k * 0.7)) / (1 + Math.Pow(((k * hz) - 600) / 300, 2) + (0.2 * k));
            wave[i] *= Math.Min(1, Math.Min(i, length - i) / (0.02 * SampleRateHz));
        }

        var factor = Math.Pow(10, -0.3 / 20) * short.MaxValue / wave.Max(sample => Math.Abs(sample));
        var silence = new short[SampleRateHz / 13];
        return [.. silence, .. wave.Select(sample => (short)(sample * factor)), .. silence];
    }
}
