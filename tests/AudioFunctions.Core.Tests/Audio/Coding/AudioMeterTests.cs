using AudioFunctions.Audio;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio.Coding;

public sealed class AudioMeterTests : IDisposable
{
    private readonly AudioWorkplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Wav_is_measured_to_the_millisecond()
    {
        await File.WriteAllBytesAsync(_work.PathOf("a.wav"), WaveFile.Of(new short[22050 * 3 / 2], 22050));

        Assert.Equal(1500, await _work.Meter.MeasureDurationMsAsync(_work.PathOf("a.wav"), default));
    }

    [Theory]
    [InlineData(44100 * 2)]
    [InlineData(44100)]
    [InlineData(1152 * 20)]
    [InlineData((1152 * 20) + 1)]
    [InlineData((1152 * 20) - 1)]
    [InlineData((1152 * 20) + 600)]
    [InlineData(300)]
    public async Task An_MP3_is_measured_without_its_padding(int samples)
    {
        await File.WriteAllBytesAsync(_work.PathOf("a.mp3"), await RealFFmpeg.EncodeMp3Async(new short[samples]));

        var measured = await _work.Meter.MeasureDurationMsAsync(_work.PathOf("a.mp3"), default);

        // The padding in the encoder's header is up to 46 samples too short; decoders play these samples.
        var decoded = (await RealFFmpeg.DecodeAsync(_work.PathOf("a.mp3"))).Length;
        Assert.InRange(decoded - samples, 0, 46);
        Assert.InRange(measured - (decoded / 44.1), -1, 1);
    }

    [Theory]
    [InlineData("no audio at all")]
    [InlineData("")]
    public async Task A_file_that_is_not_audio_is_reported(string content)
    {
        await File.WriteAllTextAsync(_work.PathOf("a.mp3"), content);

        var failure = await Assert.ThrowsAsync<AudioException>(() => _work.Meter.MeasureDurationMsAsync(_work.PathOf("a.mp3"), default));

        Assert.Equal(("audio-unreadable", false), (failure.Code, failure.IsRetryable));
        Assert.Contains("a.mp3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_reported()
    {
        var failure = await Assert.ThrowsAsync<AudioException>(() => _work.Meter.MeasureDurationMsAsync(_work.PathOf("b.mp3"), default));

        Assert.Equal("audio-unreadable", failure.Code);
        Assert.Contains("there is no such file", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_ffprobe_is_a_retryable_failure()
    {
        using var fake = await FakeFFmpeg.RunningAsync("", probe: "kill -9 $$");
        using var work = new AudioWorkplace(fake.Folder);
        await File.WriteAllBytesAsync(work.PathOf("a.wav"), WaveFile.Of(new short[44100], 44100));

        var failure = await Assert.ThrowsAsync<AudioException>(() => work.Meter.MeasureDurationMsAsync(work.PathOf("a.wav"), default));

        Assert.Equal(("ffmpeg-failed", true), (failure.Code, failure.IsRetryable));
    }
}
