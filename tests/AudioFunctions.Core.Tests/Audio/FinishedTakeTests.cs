using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Makes whole takes with the real FFmpeg, and measures what a player would decode.</summary>
public sealed class FinishedTakeTests : IDisposable
{
    private readonly AudioWorkplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task The_decoded_take_has_every_word_and_every_silence_at_its_place()
    {
        var segment = SegmentText.Of("{200}Corporation stole your chips.{50}", "Bag not {400}same.{250}", "You got scammed.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text);

        var take = await _work.Assembler.AssembleAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, _work.Mp3Path, default);

        var decoded = new Mixed(take, await RealFFmpeg.DecodeAsync(_work.Mp3Path));
        var expectedMs = (speech.Samples.Length / 44.1) + 1200;
        Assert.InRange(take.DurationMs, expectedMs - 1, expectedMs + 1);
        Assert.InRange(decoded.Samples.Length / 44.1, expectedMs - 1, expectedMs + 1);
        int[] before = [200, 200, 200, 200, 250, 250, 650, 900, 900, 900];
        decoded.FindWords(speech, speech.Words.Zip(before, (w, ms) => w.From + Mixed.FromMs(ms)));
        Assert.Empty(take.Warnings);
        Assert.Empty(Directory.GetFileSystemEntries(_work.TempFolder));
    }

    [Fact]
    public async Task The_decoded_take_has_exact_pauses()
    {
        var segment = SegmentText.Of("Chips.{350}", "Bag.{500}", "Same.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 180);

        var take = await _work.Assembler.AssembleAsync([SegmentText.Spoken(segment, speech)], PauseMode.Exact, _work.Mp3Path, default);

        var gaps = Sound.Silences(await RealFFmpeg.DecodeAsync(_work.Mp3Path), Mixed.FromMs(100), level: 150).Select(s => s.Length / 44.1);
        Assert.All(gaps.Zip([350.0, 500.0, 300.0]), pair => Assert.InRange(pair.First, pair.Second - 8, pair.Second + 8));
        Assert.Equal(3, take.Lines.Count);
    }

    [Fact]
    public async Task The_measured_duration_is_within_a_frame_of_the_joined_length()
    {
        foreach (var tailMs in new[] { 90, 97, 104, 111, 118 })
        {
            var segment = SegmentText.Of("Chips.{150}");
            var spoken = SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text, tailMs: tailMs));

            var take = await _work.Assembler.AssembleAsync([spoken], PauseMode.Add, _work.Mp3Path, default);

            var measured = await _work.Meter.MeasureDurationMsAsync(_work.Mp3Path, default);
            Assert.InRange(measured - take.DurationMs, -1, 2);
        }
    }

    [Fact]
    public async Task Segments_of_any_format_are_joined_in_order_at_the_right_speed()
    {
        var texts = new[] { "Chips again.{100}", "Bag not.{100}", "Same thing.{100}" };
        var segments = texts.Select((text, i) => SegmentText.Of(i, i, text)).ToList();
        var low = SyntheticSpeech.Speak(segments[0].Text, sampleRateHz: 22050);
        var stereo = SyntheticSpeech.Speak(segments[1].Text);
        var mp3 = SyntheticSpeech.Speak(segments[2].Text);

        var take = await _work.Assembler.AssembleAsync(
            [
                SegmentText.Spoken(segments[0], low),
                Heard(segments[1], stereo, WaveFile.Of(stereo.Samples, 44100, channels: 2)),
                Heard(segments[2], mp3, await RealFFmpeg.EncodeMp3Async(mp3.Samples)),
            ],
            PauseMode.Add,
            _work.Mp3Path,
            default);

        var decoded = new Mixed(take, await RealFFmpeg.DecodeAsync(_work.Mp3Path));
        var second = (low.Samples.Length * 2) + Mixed.FromMs(100);
        var third = second + stereo.Samples.Length + Mixed.FromMs(100);
        decoded.FindWords(stereo, stereo.Words.Select(w => second + w.From));
        // An MP3 among the sources isn't shifted: its encoder's delay is removed.
        decoded.FindWords(mp3, mp3.Words.Select(w => third + w.From));
        Assert.InRange(take.DurationMs, Mixed.Ms(third + mp3.Samples.Length) + 99, Mixed.Ms(third + mp3.Samples.Length) + 101);
    }

    [Fact]
    public async Task Real_speech_keeps_all_its_voice()
    {
        string[] lines = ["Corporation stole your chips.", "Half the bag is fresh air.", "Check the shelf, chaps."];
        var segments = new List<SpokenSegment>();
        foreach (var line in lines)
        {
            var segment = SegmentText.Of(segments.Count, segments.Count, line + "{400}");
            segments.Add(new SpokenSegment(segment, new SpokenAudio(await EspeakVoice.SayAsync(line), null)));
        }

        foreach (var mode in Enum.GetValues<PauseMode>())
        {
            var take = await _work.Assembler.AssembleAsync(segments, mode, _work.Mp3Path, default);
            var decoded = await RealFFmpeg.DecodeAsync(_work.Mp3Path);

            foreach (var (segment, timing) in segments.Zip(take.Lines))
            {
                await File.WriteAllBytesAsync(_work.PathOf("source"), segment.Spoken.Audio);
                var source = await RealFFmpeg.DecodeAsync(_work.PathOf("source"));
                var (from, to) = (Array.FindIndex(source, IsHeard), Array.FindLastIndex(source, IsHeard));
                var (_, likeness) = Sound.Find(source.AsSpan(from, to - from), decoded, Mixed.FromMs(timing.StartMs), Mixed.FromMs(10));
                Assert.InRange(likeness, 0.99, 1);
            }

            var gaps = Sound.Silences(decoded, Mixed.FromMs(300)).Select(s => s.Length / 44.1).ToList();
            Assert.Equal(3, gaps.Count);
            Assert.All(gaps, gap => Assert.InRange(gap, 385, mode == PauseMode.Exact ? 425 : 900));
        }

        static bool IsHeard(short sample) => Math.Abs((int)sample) > 60;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(SegmentDecoder.MaxInputs, 1)]
    [InlineData(SegmentDecoder.MaxInputs + 1, 2)]
    public async Task One_run_of_ffmpeg_decodes_as_many_segments_as_it_may_open_and_another_encodes(int count, int decodingRuns)
    {
        using var ffmpeg = await FakeFFmpeg.CountingAsync();
        using var work = new AudioWorkplace(ffmpeg.Folder);
        var segments = Enumerable.Range(0, count).Select(i => SegmentText.Of(i, i, "Chips {50}gone.{20}")).ToList();
        var speech = SyntheticSpeech.Speak(segments[0].Text);

        await work.Assembler.AssembleAsync([.. segments.Select(s => SegmentText.Spoken(s, speech))], PauseMode.Add, work.Mp3Path, default);
        await work.Meter.MeasureDurationMsAsync(work.Mp3Path, default);

        Assert.Equal([.. Enumerable.Repeat("ffmpeg", decodingRuns + 1), "ffprobe"], ffmpeg.Runs);
    }

    [Fact]
    public async Task Concurrent_takes_do_not_affect_each_other()
    {
        var durations = await Task.WhenAll(Enumerable.Range(1, 6).Select(async i =>
        {
            var segment = SegmentText.Of($"Chips.{{{i * 100}}}");
            var spoken = SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text));
            var path = _work.PathOf($"{i}.mp3");
            await _work.Assembler.AssembleAsync([spoken], PauseMode.Add, path, default);
            return await _work.Meter.MeasureDurationMsAsync(path, default) - (i * 100);
        }));

        Assert.InRange(durations.Max() - durations.Min(), 0, 3);
    }

    [Fact]
    public async Task Options_set_sample_rate_and_bit_rate()
    {
        var segment = SegmentText.Of("Chips.{150}");
        var spoken = SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text));
        _work.Options.SampleRateHz = 48000;
        _work.Options.BitrateKbps = 192;

        await _work.Assembler.AssembleAsync([spoken], PauseMode.Add, _work.Mp3Path, default);

        var probed = await RealFFmpeg.RunAsync(
            "ffprobe", ["-v", "error", "-show_entries", "stream=codec_name,sample_rate,channels,bit_rate", "-of", "csv=p=0", _work.Mp3Path], []);
        Assert.Equal("mp3,48000,1,192000", System.Text.Encoding.ASCII.GetString(probed).Trim());
    }

    private static SpokenSegment Heard(SpeechSegment segment, SyntheticSpeech speech, byte[] audio) =>
        new(segment, new SpokenAudio(audio, new CharacterAlignment(speech.StartSeconds, speech.EndSeconds)));
}
