using System.Runtime.InteropServices;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.Loudness;
using AudioFunctions.Core.Tests.Audio.Quality;
using AudioFunctions.Export;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio.Loudness;

/// <summary>Sessions with a target loudness, measured by FFmpeg in the exported MP3.</summary>
public sealed class FinishedLoudnessTests : IDisposable
{
    private const int SamplesPerSecond = 44100;

    private readonly AudioWorkplace _work = new();

    public static TheoryData<LoudnessProfile, int, double> Sessions
    {
        get
        {
            var sessions = new TheoryData<LoudnessProfile, int, double>();
            foreach (var profile in new[] { LoudnessProfile.ShortVideo, LoudnessProfile.Podcast, LoudnessProfile.Ebu })
            {
                sessions.Add(profile, 10, -25);
                sessions.Add(profile, 12, 6);
            }

            sessions.Add(LoudnessProfile.Podcast, 60, -40);
            // Ten minutes would take half of this suite's time: the benchmark `loudness` looks at them.
            sessions.Add(LoudnessProfile.ShortVideo, 150, -6);
            return sessions;
        }
    }

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task The_master_is_within_half_a_LU_of_its_target_and_its_peaks_are_limited(LoudnessProfile profile, int seconds, double gainDb)
    {
        var session = await SpeakAsync(seconds, gainDb);

        var finished = await FinishAsync(profile, session);

        var (lufs, peak) = await LoudnessTests.MeasureByFFmpegAsync(finished.MasterMp3!);
        Assert.InRange(lufs, profile.Lufs()!.Value - 0.5, profile.Lufs()!.Value + 0.5);
        Assert.InRange(peak, double.MinValue, -1);
        Assert.Equal(lufs, finished.Loudness!.After.Lufs!.Value, tolerance: 0.3);
        Assert.Equal(session.Length, finished.Pcm.Samples);
        foreach (var mp3 in finished.BeatMp3s)
            Assert.InRange((await LoudnessTests.MeasureByFFmpegAsync(mp3)).Peak, double.MinValue, -1);
        Assert.Null(finished.Warning is { } said && said.StartsWith("The export has", StringComparison.Ordinal) ? said : null);
    }

    /// <summary>A short take gets only the session's gain.</summary>
    [Fact]
    public async Task All_beats_get_the_same_gain_and_short_ones_are_not_distorted()
    {
        short[] loud = await SpeakAsync(9, -6), quiet = await SpeakAsync(1, -12), last = await SpeakAsync(9, -6);

        var finished = await FinishAsync(LoudnessProfile.Ebu, loud, quiet, last);

        Assert.False(finished.Loudness!.Limited);
        var decoded = await RealFFmpeg.DecodeAsync(finished.BeatMp3s[1]);
        Assert.Equal(quiet.Length, decoded.Length);
        var gainDb = 10 * Math.Log10(Sound.Energy(decoded) / Sound.Energy(quiet));
        Assert.Equal(finished.Loudness.GainDb, gainDb, tolerance: 0.15);
        Assert.InRange(Sound.Find(quiet.AsSpan(2000, quiet.Length - 4000), decoded, 2000, 3).Likeness, 0.99, 1.01);
    }

    /// <summary>Loud syllables over a soft tone, all of one frequency: what else is in the result is distortion. Clipping them adds 15 %.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_short_loud_take_is_limited_without_distortion(int seconds)
    {
        var take = new short[seconds * SamplesPerSecond];
        for (var i = 0; i < take.Length; i++)
        {
            var loud = Math.Clamp(Math.Min((i % Syllable.Every) - Syllable.Start, Syllable.Start + Syllable.Length - (i % Syllable.Every)) / 200.0, 0.1, 1);
            take[i] = (short)(loud * 23_000 * Math.Sin(2 * Math.PI * i / Syllable.Period));
        }

        var finished = await FinishAsync(LoudnessProfile.ShortVideo, take);

        Assert.True(finished.Loudness!.Limited);
        Assert.Equal(take.Length, finished.Pcm.Samples);
        Assert.Equal(take.Length, (await RealFFmpeg.DecodeAsync(finished.BeatMp3s[0])).Length);
        Assert.InRange((await LoudnessTests.MeasureByFFmpegAsync(finished.BeatMp3s[0])).Peak, double.MinValue, -1);
        var limited = Read24(finished.Pcm);
        for (var from = 0; from < take.Length; from += Syllable.Every)
        {
            Assert.InRange(Distortion(limited.AsSpan(from + Syllable.Start + 300, 500)), 0, 0.05);
            Assert.InRange(Distortion(limited.AsSpan(from + Syllable.Start + 10_000, 2000)), 0, 0.01);
        }
    }

    /// <summary>The limiter delays the sound, which must be compensated.</summary>
    [Fact]
    public async Task Limiting_does_not_shift_the_sound()
    {
        var session = await SpeakAsync(12, 0);

        var finished = await FinishAsync(LoudnessProfile.ShortVideo, session);

        Assert.True(finished.Loudness!.Limited);
        var (at, likeness) = Sound.Find(session.AsSpan(SamplesPerSecond, SamplesPerSecond * 2), Read24(finished.Pcm), SamplesPerSecond, 400);
        Assert.Equal(SamplesPerSecond, at);
        Assert.InRange(likeness, 0.9, 1.01);
    }

    [Fact]
    public async Task Silence_stays_silent_and_causes_a_warning()
    {
        var finished = await FinishAsync(LoudnessProfile.Podcast, new short[SamplesPerSecond * 5]);

        Assert.Equal(new LoudnessReport(LoudnessProfile.Podcast, -16, 0, false, new LoudnessLevels(null, null), new LoudnessLevels(null, null)), finished.Loudness);
        Assert.Contains("wasn't changed", finished.Warning, StringComparison.Ordinal);
        Assert.Equal(0, Sound.Peak(await RealFFmpeg.DecodeAsync(finished.MasterMp3!)));
    }

    [Fact]
    public async Task Peaks_far_above_a_quiet_voice_are_limited_and_a_missed_target_causes_a_warning()
    {
        var session = await SpeakAsync(20, -30);
        for (var i = 5000; i < session.Length; i += 40_000)
            session[i] = 30_000;

        var finished = await FinishAsync(LoudnessProfile.ShortVideo, session);

        var (lufs, peak) = await LoudnessTests.MeasureByFFmpegAsync(finished.MasterMp3!);
        Assert.InRange(peak, double.MinValue, -1);
        Assert.Equal(lufs, finished.Loudness!.After.Lufs!.Value, tolerance: 0.3);
        Assert.True(Math.Abs(lufs + 14) <= 0.5 || finished.Warning!.Contains("instead of -14", StringComparison.Ordinal), $"{lufs}: {finished.Warning}");
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(320)]
    public async Task Peaks_are_limited_at_every_bit_rate(int kbps)
    {
        _work.Options.BitrateKbps = kbps;

        var finished = await FinishAsync(LoudnessProfile.ShortVideo, await SpeakAsync(15, 3));

        var (lufs, peak) = await LoudnessTests.MeasureByFFmpegAsync(finished.MasterMp3!);
        Assert.InRange(peak, double.MinValue, -1);
        Assert.InRange(lufs, -14.5, -13.5);
    }

    /// <summary>The share of the amplitude that isn't a tone of the syllables' frequency.</summary>
    /// <param name="samples">Whole periods.</param>
    private static double Distortion(ReadOnlySpan<short> samples)
    {
        var (sine, cosine, all) = (0.0, 0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            sine += samples[i] * Math.Sin(2 * Math.PI * i / Syllable.Period);
            cosine += samples[i] * Math.Cos(2 * Math.PI * i / Syllable.Period);
            all += (double)samples[i] * samples[i];
        }

        return Math.Sqrt(Math.Max(0, 1 - (((sine * sine) + (cosine * cosine)) * 2 / samples.Length / all)));
    }

    private async Task<FinishedSound> FinishAsync(LoudnessProfile profile, params short[][] beats)
    {
        var joined = new PcmFile(_work.PathOf("joined.pcm"), SamplesPerSecond, PcmFile.BitsOfTakes);
        await File.WriteAllBytesAsync(joined.Path, beats.SelectMany(beat => MemoryMarshal.AsBytes<short>(beat).ToArray()).ToArray());
        var (parts, from) = (new List<SoundPart>(), 0);
        foreach (var beat in beats)
        {
            var range = new SampleRange(from, from + beat.Length);
            parts.Add(new SoundPart(new ExportItem($"{parts.Count}", "0123456789ab", 1), range, [new VoiceRange("boomer", range)]));
            from = range.To;
        }

        var folder = _work.Scratch.Create();
        var options = new ExportOptions(Master: true, Captions: false, Zip: false, Loudness: profile);
        return await new SoundFinisher(_work.FFmpeg, _work.Options, _work.Scratch)
            .FinishAsync(joined, new SoundTrack(SamplesPerSecond, parts, []), options, folder, default);
    }

    /// <summary>Speech of espeak-ng, repeated to the requested length.</summary>
    private async Task<short[]> SpeakAsync(int seconds, double gainDb)
    {
        const string Text = "Corporation stole your chips. Bag look same. Bag not same! You got scammed, and nobody told you anything. Why? Back in my day a bag was full.";
        var path = _work.PathOf("spoken.wav");
        await File.WriteAllBytesAsync(path, await EspeakVoice.SayAsync(Text));
        var said = await RealFFmpeg.DecodeAsync(path);
        var factor = Math.Pow(10, gainDb / 20);
        return [.. Enumerable.Range(0, seconds * SamplesPerSecond).Select(i => (short)Math.Clamp(said[i % said.Length] * factor, short.MinValue, short.MaxValue))];
    }

    private static short[] Read24(PcmFile pcm)
    {
        var bytes = File.ReadAllBytes(pcm.Path);
        return [.. Enumerable.Range(0, bytes.Length / 3).Select(i => BitConverter.ToInt16(bytes, (i * 3) + 1))];
    }

    /// <summary>In samples: 25 ms of 441 Hz, twice a second.</summary>
    private static class Syllable
    {
        public const int Period = 100;
        public const int Start = 4000;
        public const int Length = 1100;
        public const int Every = 22_050;
    }
}
