using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Metering;

namespace AudioFunctions.Audio.Coding;

/// <summary>Encodes a joined take to MP3, in one run of FFmpeg.</summary>
internal sealed class TakeEncoder(FFmpegTool ffmpeg, AudioOptions options)
{
    public Task EncodeAsync(PcmFile pcm, string mp3Path, CancellationToken cancellationToken) => EncodeAsync(pcm, mp3Path, gainDb: 0, cancellationToken);

    /// <summary>Encodes at the loudness of the input: adds the gain that the encoder will take off.</summary>
    public Task EncodeAtLevelAsync(PcmFile pcm, string mp3Path, CancellationToken cancellationToken) =>
        EncodeAsync(pcm, mp3Path, -GainDb(options.BitrateKbps), cancellationToken);

    private async Task EncodeAsync(PcmFile pcm, string mp3Path, double gainDb, CancellationToken cancellationToken)
    {
        var run = await AudioTools.TraceAsync(
            "ffmpeg", "encode", () => ffmpeg.RunFFmpegAsync(Command(pcm, mp3Path, gainDb), cancellationToken));
        if (DiskSpace.IsExhausted(run.Errors))
            throw AudioErrors.DiskFull(options.TempFolder);
        if (run.WasKilled)
            throw AudioErrors.Failed("FFmpeg", "was killed while encoding", run.Errors);
        if (run.ExitCode != 0)
            throw AudioErrors.Failed("FFmpeg", $"ended with exit code {run.ExitCode} while encoding", run.Errors);
        // FFmpeg returns 0 even if it could not write the header, for instance. Raw sound causes no other messages.
        if (run.Errors.Contains("error", StringComparison.OrdinalIgnoreCase))
            throw AudioErrors.Failed("FFmpeg", "met an error while encoding", run.Errors);

        var written = File.Exists(mp3Path) ? new FileInfo(mp3Path).Length : 0;
        if (written < MinBytes(pcm.Samples))
            throw AudioErrors.Failed("FFmpeg", $"said it had encoded the take, but wrote only {written} bytes of it", run.Errors);
    }

    /// <summary>How much softer the MP3 is than the input, in dB: LAME leaves headroom against clipping, which depends on the bit rate.</summary>
    public static double GainDb(int bitrateKbps) => 20 * Math.Log10(bitrateKbps switch
    {
        <= 160 => 0.95,
        <= 192 => 0.97,
        <= 224 => 0.98,
        _ => 1,
    });

    /// <summary>Keeps FFmpeg's default Xing header, which lets players skip the encoder's padding.</summary>
    private FFmpegCommand Command(PcmFile pcm, string mp3Path, double gainDb) => new(
        "error",
        [pcm.ToInput()],
        [
            new AudioOutput(mp3Path, "mp3")
            {
                Filters = gainDb == 0 ? null : Decibels.Volume(gainDb),
                Codec = "libmp3lame",
                BitrateKbps = options.BitrateKbps,
                WithoutTags = true,
            },
        ]);

    /// <summary>The size of all frames of the samples. The bit rate is constant, so a smaller file is truncated, whatever its header says.</summary>
    private long MinBytes(long samples) => samples * options.BitrateKbps * 1000 / 8 / options.SampleRateHz;
}
