using System.Globalization;
using AudioFunctions.Audio.Scratch;
using AudioFunctions.Audio.Tools;

namespace AudioFunctions.Audio.Coding;

/// <summary>Encodes a joined take to MP3, in one run of FFmpeg.</summary>
internal sealed class TakeEncoder(FFmpegTool ffmpeg, AudioOptions options)
{
    /// <param name="pcmPath">16-bit little-endian mono.</param>
    public async Task EncodeAsync(string pcmPath, string mp3Path, CancellationToken cancellationToken)
    {
        var run = await ffmpeg.RunFFmpegAsync(Arguments(pcmPath, mp3Path), cancellationToken);
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
        if (written < LeastBytes(new FileInfo(pcmPath).Length / sizeof(short)))
            throw AudioErrors.Failed("FFmpeg", $"said it had encoded the take, but wrote only {written} bytes of it", run.Errors);
    }

    private string[] Arguments(string pcmPath, string mp3Path)
    {
        var rate = options.SampleRateHz.ToString(CultureInfo.InvariantCulture);
        // The Xing header is FFmpeg's default and stays: it lets players leave out the encoder's padding.
        return
        [
            "-hide_banner", "-loglevel", "error", "-y",
            "-f", "s16le", "-ar", rate, "-ac", "1", "-i", pcmPath,
            "-c:a", "libmp3lame", "-b:a", $"{options.BitrateKbps}k", "-map_metadata", "-1", "-id3v2_version", "0", "-f", "mp3", mp3Path,
        ];
    }

    /// <summary>The size of all frames the samples fill: at a constant bit rate a shorter file is a broken one, whatever its header says.</summary>
    private long LeastBytes(long samples) => samples * options.BitrateKbps * 1000 / 8 / options.SampleRateHz;
}
