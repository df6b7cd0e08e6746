using AudioFunctions.Audio.Coding;
using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class StretchedTakeTests : IDisposable
{
    private readonly AudioWorkplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(0.8)]
    [InlineData(1.0)]
    [InlineData(1.25)]
    public async Task A_stretched_take_has_its_exact_length_and_its_words_at_the_right_places(double pace)
    {
        using var track = _work.Assembler.StartTrack();
        var first = SegmentText.Of("Bag not same.{300}");
        await track.AppendAsync([SegmentText.Spoken(first, SyntheticSpeech.Speak(first.Text))], PauseMode.Add, default);
        var from = track.Samples;
        var before = Samples(track.Pcm);
        var segment = SegmentText.Of("Corporation stole {600}chips.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text);
        await track.AppendAsync([SegmentText.Spoken(segment, speech)], PauseMode.Add, default);
        var wanted = (int)((track.Samples - from) / pace);

        await track.StretchLastAsync(from, wanted, default);

        var samples = Samples(track.Pcm);
        Assert.Equal(from + wanted, samples.Length);
        Assert.Equal(before, samples[..from]);
        var pause = Sound.Silences(samples.AsSpan(from), (int)(0.5 * 44100 / pace), Sound.Peak(samples) * 0.02)[0];
        Assert.InRange(pause.From * pace, speech.Words[1].To - 1800, speech.Words[1].To + 1800);
        Assert.InRange(pause.To * pace, speech.Words[2].From + (0.6 * 44100) - 1800, speech.Words[2].From + (0.6 * 44100) + 1800);
    }

    [Fact]
    public async Task Without_Rubber_Band_atempo_is_used()
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync("case \"$*\" in *rubberband*) echo \"No such filter: 'rubberband'\" >&2; exit 1;; esac");
        using var work = new AudioWorkplace(ffmpeg.Folder);
        using var track = work.Assembler.StartTrack();
        var segment = SegmentText.Of("Corporation stole chips.{300}");
        await track.AppendAsync([SegmentText.Spoken(segment, SyntheticSpeech.Speak(segment.Text))], PauseMode.Add, default);
        var wanted = track.Samples * 9 / 10;

        await track.StretchLastAsync(0, wanted, default);

        Assert.Equal(wanted, track.Samples);
        Assert.InRange(Sound.Peak(Samples(track.Pcm)), 3000, short.MaxValue);
    }

    private static short[] Samples(PcmFile pcm) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(pcm.Path)).ToArray();
}
