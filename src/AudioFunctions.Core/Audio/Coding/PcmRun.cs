using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Coding;

/// <summary>Runs FFmpeg from raw sound to raw sound; throws if it reports any error.</summary>
internal static class PcmRun
{
    /// <param name="operation">For spans and metrics: <c>level</c> or <c>stretch</c>.</param>
    public static async Task RunAsync(
        FFmpegTool ffmpeg, AudioOptions options, string operation, FFmpegCommand command, CancellationToken cancellationToken)
    {
        var run = await AudioTools.TraceAsync("ffmpeg", operation, () => ffmpeg.RunFFmpegAsync(command, cancellationToken));
        if (DiskSpace.IsExhausted(run.Errors))
            throw AudioErrors.DiskFull(options.TempFolder);
        if (run.WasKilled)
            throw AudioErrors.Failed("FFmpeg", $"was killed (operation: {operation})", run.Errors);
        // Raw sound has no headers to warn about, so any output is an error.
        if (run.ExitCode != 0 || run.Errors.Trim().Length > 0)
            throw AudioErrors.Failed("FFmpeg", $"ended with exit code {run.ExitCode} (operation: {operation})", run.Errors);
    }
}
