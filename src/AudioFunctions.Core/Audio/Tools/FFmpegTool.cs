using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AudioFunctions.Audio.Tools;

/// <summary>What the health check reports.</summary>
/// <param name="Version">As FFmpeg prints it, for instance <c>5.1.9-0+deb12u1</c>.</param>
public sealed record FFmpegInfo(string Path, string Version);

/// <summary>Runs FFmpeg and ffprobe. The one class that touches Xabe.FFmpeg.</summary>
public sealed class FFmpegTool(AudioOptions options)
{
    /// <param name="arguments">One element per argument; quoted here, because Xabe takes them as one string.</param>
    /// <exception cref="AudioException"><c>ffmpeg-missing</c>, or <c>ffmpeg-failed</c> where it does not end in time.</exception>
    public Task<ToolRun> RunFFmpegAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("FFmpeg", FFmpegLocator.Find(options).FFmpegPath, arguments, obeysQ: true, cancellationToken);

    /// <inheritdoc cref="RunFFmpegAsync"/>
    public Task<ToolRun> RunFFprobeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("ffprobe", FFmpegLocator.Find(options).FFprobePath, arguments, obeysQ: false, cancellationToken);

    /// <exception cref="AudioException">FFmpeg is missing or does not answer.</exception>
    public async Task<FFmpegInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        var path = FFmpegLocator.Find(options).FFmpegPath;
        var run = await RunAsync("FFmpeg", path, ["-version"], obeysQ: false, cancellationToken);
        var words = run.Output.Split([' ', '\n'], 4, StringSplitOptions.RemoveEmptyEntries);
        return run.ExitCode == 0 && words is ["ffmpeg", "version", var version, ..]
            ? new FFmpegInfo(path, version)
            : throw AudioErrors.Failed("FFmpeg", "does not tell its version", run.Errors);
    }

    private async Task<ToolRun> RunAsync(
        string tool, string path, IReadOnlyList<string> arguments, bool obeysQ, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(path, arguments);
        return await new WatchedProcess(tool, process, obeysQ).CompleteAsync(options.RunTimeout, cancellationToken);
    }

    private static Process Start(string path, IReadOnlyList<string> arguments)
    {
        try
        {
            return XabeProcess.Start(path, string.Join(' ', arguments.Select(CommandLine.Quote)));
        }
        catch (Win32Exception e)
        {
            throw AudioErrors.Missing($"'{path}' does not start ({e.Message})", e);
        }
    }

    /// <summary>
    /// Xabe's process starter, without its way of waiting: <c>Conversion.Start</c> hides the exit code, takes failures without
    /// output for success, kills without the children, and on cancellation writes to FFmpeg from an <c>async void</c>, where a
    /// pipe that has just closed ends the whole host.
    /// </summary>
    private sealed class XabeProcess : Xabe.FFmpeg.FFmpeg
    {
        // Made without its constructor, whose only work is to search for executables: into static fields that runs overwrite
        // for each other, and on Linux accepting x86 binaries only, neither ARM's nor wrapper scripts. FFmpegLocator has searched.
        private static readonly XabeProcess Instance = (XabeProcess)RuntimeHelpers.GetUninitializedObject(typeof(XabeProcess));

        public static Process Start(string path, string arguments) =>
            Instance.RunProcess(arguments, path, priority: null, standardInput: true, standardOutput: true, standardError: true);
    }
}
