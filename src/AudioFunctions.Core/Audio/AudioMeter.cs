using System.Globalization;
using AudioFunctions.Audio.Tools;

namespace AudioFunctions.Audio;

/// <summary>Measures finished audio. Safe for concurrent use.</summary>
public sealed class AudioMeter(FFmpegTool ffmpeg)
{
    /// <summary>
    /// How long a file plays, by one run of ffprobe. An MP3's duration counts the silence that encoder and decoder put before the
    /// first sample, which players leave out; so does this. It is 0 to 1 frame (26.1 ms at 44.1 kHz) above what was encoded.
    /// </summary>
    /// <exception cref="AudioException"><c>audio-unreadable</c>, or ffprobe could not be run.</exception>
    public async Task<int> MeasureDurationMsAsync(string path, CancellationToken cancellationToken)
    {
        var fullPath = Path.GetFullPath(path);
        if (!File.Exists(fullPath))
            throw AudioErrors.Unreadable($"'{fullPath}'", "there is no such file");

        var run = await ffmpeg.RunFFprobeAsync(
            ["-v", "error", "-select_streams", "a:0", "-show_entries", "stream=start_time,duration", "-of", "default=noprint_wrappers=1", fullPath],
            cancellationToken);
        if (run.WasKilled)
            throw AudioErrors.Failed("ffprobe", "was killed while measuring", run.Errors);
        return run.ExitCode == 0 && Seconds(run.Output, "duration") is { } duration
            ? (int)Math.Round((duration - (Seconds(run.Output, "start_time") ?? 0)) * 1000)
            : throw AudioErrors.Unreadable($"'{fullPath}'", run.Errors);
    }

    /// <summary>Null where the entry is absent or <c>N/A</c>.</summary>
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
