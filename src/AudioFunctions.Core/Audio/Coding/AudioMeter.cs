using System.Globalization;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Metering;

namespace AudioFunctions.Audio.Coding;

/// <summary>Measures finished audio. Safe for concurrent use.</summary>
public sealed class AudioMeter(FFmpegTool ffmpeg)
{
    // The delay of a layer III decoder, in samples: the last samples of the padding.
    private const int DecoderDelay = 529;

    /// <summary>
    /// How long a file plays, to the millisecond, by one run of ffprobe. The duration in an MP3's header includes the silence that encoder
    /// and decoder add before the first sample and after the last; players skip it, so this method subtracts it.
    /// </summary>
    /// <exception cref="AudioException"><c>audio-unreadable</c>, or ffprobe could not be run.</exception>
    public async Task<int> MeasureDurationMsAsync(string path, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        if (!File.Exists(fullPath))
            throw AudioErrors.Unreadable($"'{fullPath}'", "there is no such file");

        var run = await AudioTools.TraceAsync("ffprobe", "measure", () => ffmpeg.RunFFprobeAsync(
            ["-v", "error", "-select_streams", "a:0", "-show_entries", "stream=start_time,duration", "-of", "default=noprint_wrappers=1", fullPath],
            cancellationToken));
        if (run.WasKilled)
            throw AudioErrors.Failed("ffprobe", "was killed while measuring", run.Errors);
        return run.ExitCode == 0 && Seconds(run.Output, "duration") is { } duration
            ? (int)Math.Round((duration - (Seconds(run.Output, "start_time") ?? 0) - await EndPaddingSecondsAsync(fullPath, cancellationToken)) * 1000)
            : throw AudioErrors.Unreadable($"'{fullPath}'", run.Errors);
    }

    /// <summary>The padding that ffprobe includes in the duration and decoders skip. The start time includes the decoder's delay already.</summary>
    private static async Task<double> EndPaddingSecondsAsync(string path, CancellationToken cancellationToken)
    {
        var mp3 = Mp3File.Read(await File.ReadAllBytesAsync(path, cancellationToken));
        return mp3 is { EndPadding: > DecoderDelay, SampleRateHz: var rate } ? (mp3.Value.EndPadding - DecoderDelay) / (double)rate : 0;
    }

    /// <summary>Null if the entry is absent or <c>N/A</c>.</summary>
    private static double? Seconds(string output, string entry)
    {
        foreach (var line in output.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(entry) && line[entry.Length..] is ['=', .. var value]
                && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
                return seconds;
        }

        return null;
    }
}
