using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Audio.Loudness;
using AudioFunctions.Telemetry;

namespace AudioFunctions.Audio.Coding;

/// <summary>Encodes a joined take to MP3, in one run of FFmpeg.</summary>
internal sealed class TakeEncoder(FFmpegTool ffmpeg, AudioOptions options)
{
    public Task EncodeAsync(PcmFile pcm, string mp3Path, CancellationToken cancellationToken) => EncodeAsync(pcm, mp3Path, gainDb: 0, cancellationToken);

    /// <summary>As loud as what is encoded: what the encoder takes off is added before.</summary>
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
        // A header that could not be written, for one, still ends with 0; raw sound gives no other reason to complain.
        if (run.Errors.Contains("error", StringComparison.OrdinalIgnoreCase))
            throw AudioErrors.Failed("FFmpeg", "met an error while encoding", run.Errors);

        var written = File.Exists(mp3Path) ? new FileInfo(mp3Path).Length : 0;
        if (written < LeastBytes(pcm.Samples))
            throw AudioErrors.Failed("FFmpeg", $"said it had encoded the take, but wrote only {written} bytes of it", run.Errors);
    }

    /// <summary>How much softer the MP3 is than what was encoded, in dB: LAME leaves itself room against clipping, by the bit rate.</summary>
    public static double GainDb(int bitrateKbps) => 20 * Math.Log10(bitrateKbps switch
    {
        <= 160 => 0.95,
        <= 192 => 0.97,
        <= 224 => 0.98,
        _ => 1,
    });

    /// <summary>The Xing header is FFmpeg's default and stays: it lets players leave out the encoder's padding.</summary>
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

    /// <summary>The size of all frames the samples fill: at a constant bit rate a shorter file is a broken one, whatever its header says.</summary>
    private long LeastBytes(long samples) => samples * options.BitrateKbps * 1000 / 8 / options.SampleRateHz;
}
