using System.Buffers.Binary;
using System.Diagnostics;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Core.Tests.Audio.Coding;

public sealed class SegmentDecoderTests : IDisposable
{
    private const int Many = SegmentDecoder.MaxInputs + 3;

    private readonly AudioWorkplace _work = new();
    private readonly CommandWatch _ffmpeg = new();
    private readonly SegmentDecoder _decoder;
    private readonly ScratchFolder _folder;

    public SegmentDecoderTests()
    {
        _decoder = new SegmentDecoder(new FFmpegTool(_work.Options, _ffmpeg), _work.Options);
        _folder = _work.Scratch.Create();
    }

    public void Dispose()
    {
        _folder.Dispose();
        _work.Dispose();
    }

    /// <summary>So a beat takes two runs: one to decode, one to encode.</summary>
    [Fact]
    public async Task A_hundred_recordings_are_decoded_in_one_run()
    {
        Assert.Empty(await _decoder.DecodeAsync([.. Enumerable.Range(0, 100).Select(SilenceOf)], _folder, default));

        Assert.Equal(100, Assert.Single(_ffmpeg.Commands).Inputs.Count);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(index => (long)SamplesOf(index) * sizeof(short)),
            Enumerable.Range(0, 100).Select(index => new FileInfo(SegmentDecoder.PcmPath(_folder, index)).Length));
    }

    [Fact]
    public async Task However_many_recordings_there_are_FFmpeg_opens_a_few_at_a_time()
    {
        Assert.Empty(await _decoder.DecodeAsync([.. Enumerable.Range(0, Many).Select(SilenceOf)], _folder, default));

        Assert.Equal([SegmentDecoder.MaxInputs, 3], _ffmpeg.Commands.Select(command => command.Inputs.Count));
        Assert.Equal(
            Enumerable.Range(0, Many).Select(index => (long)SamplesOf(index) * sizeof(short)),
            Enumerable.Range(0, Many).Select(index => new FileInfo(SegmentDecoder.PcmPath(_folder, index)).Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(SegmentDecoder.MaxInputs)]
    [InlineData(Many - 1)]
    public async Task A_recording_that_cannot_be_read_is_named_whatever_run_it_is_in(int broken)
    {
        var recordings = Enumerable.Range(0, Many).Select(SilenceOf).ToList();
        recordings[broken] = recordings[broken] with { Audio = "This is no sound."u8.ToArray() };

        var failure = await Assert.ThrowsAsync<AudioException>(() => _decoder.DecodeAsync(recordings, _folder, default));

        Assert.Equal("audio-unreadable", failure.Code);
        Assert.StartsWith($"recording {broken} cannot be read", failure.Message, StringComparison.Ordinal);
    }

    private Recording SilenceOf(int index) => new($"recording {index}", Wave(SamplesOf(index), _work.Options.SampleRateHz), Tempo: 1);

    private static int SamplesOf(int index) => 1000 + index;

    /// <summary>A WAV file of 16-bit mono silence.</summary>
    private static byte[] Wave(int samples, int sampleRateHz)
    {
        const int HeaderBytes = 44;
        var file = new byte[HeaderBytes + (samples * sizeof(short))];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), sampleRateHz * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples * sizeof(short));
        return file;
    }

    /// <summary>Notes each command of the real FFmpeg.</summary>
    private sealed class CommandWatch : IFFmpegWrapper
    {
        private readonly FFmpegWrapper _real = new();

        public List<FFmpegCommand> Commands { get; } = [];

        public string Write(FFmpegCommand command)
        {
            Commands.Add(command);
            return _real.Write(command);
        }

        public Process Start(string path, string commandLine) => _real.Start(path, commandLine);
    }
}
