using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>What the health check reports.</summary>
/// <param name="Version">As FFmpeg prints it, for instance <c>5.1.9-0+deb12u1</c>.</param>
public sealed record FFmpegInfo(string Path, string Version);

/// <summary>Runs FFmpeg and ffprobe.</summary>
public sealed class FFmpegTool(AudioOptions options, IFFmpegWrapper wrapper)
{
    /// <summary>The output of <c>-filters</c>, by the path of FFmpeg.</summary>
    private readonly ConcurrentDictionary<string, string> _filters = new(StringComparer.Ordinal);

    /// <exception cref="AudioException"><c>ffmpeg-missing</c>, or <c>ffmpeg-failed</c> if it doesn't end in time.</exception>
    public Task<ToolRun> RunFFmpegAsync(FFmpegCommand command, CancellationToken cancellationToken) =>
        RunAsync("FFmpeg", FFmpegLocator.Find(options).FFmpegPath, wrapper.Write(command), obeysQ: true, cancellationToken);

    /// <param name="arguments">One element per argument, not quoted.</param>
    /// <inheritdoc cref="RunFFmpegAsync(FFmpegCommand, CancellationToken)"/>
    public Task<ToolRun> RunFFmpegAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("FFmpeg", FFmpegLocator.Find(options).FFmpegPath, CommandLine.Of(arguments), obeysQ: true, cancellationToken);

    /// <inheritdoc cref="RunFFmpegAsync(IReadOnlyList{string}, CancellationToken)"/>
    public Task<ToolRun> RunFFprobeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("ffprobe", FFmpegLocator.Find(options).FFprobePath, CommandLine.Of(arguments), obeysQ: false, cancellationToken);

    /// <exception cref="AudioException">FFmpeg is missing or doesn't respond.</exception>
    public async Task<FFmpegInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        var path = FFmpegLocator.Find(options).FFmpegPath;
        var run = await RunAsync("FFmpeg", path, "-version", obeysQ: false, cancellationToken);
        var words = run.Output.Split([' ', '\n'], 4, StringSplitOptions.RemoveEmptyEntries);
        return run.ExitCode == 0 && words is ["ffmpeg", "version", var version, ..]
            ? new FFmpegInfo(path, version)
            : throw AudioErrors.Failed("FFmpeg", "did not print its version", run.Errors);
    }

    /// <summary>Whether this build of FFmpeg has a filter. Runs FFmpeg once per process.</summary>
    /// <exception cref="AudioException">FFmpeg is missing or doesn't respond.</exception>
    public async Task<bool> HasFilterAsync(string name, CancellationToken cancellationToken)
    {
        var path = FFmpegLocator.Find(options).FFmpegPath;
        if (!_filters.TryGetValue(path, out var filters))
        {
            var run = await RunAsync("FFmpeg", path, "-hide_banner -filters", obeysQ: false, cancellationToken);
            if (run.ExitCode != 0)
                throw AudioErrors.Failed("FFmpeg", "did not list its filters", run.Errors);
            filters = _filters.GetOrAdd(path, run.Output);
        }

        return filters.Contains($" {name} ", StringComparison.Ordinal);
    }

    private async Task<ToolRun> RunAsync(string tool, string path, string commandLine, bool obeysQ, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(path, commandLine);
        return await new WatchedProcess(tool, process, obeysQ).CompleteAsync(options.RunTimeout, cancellationToken);
    }

    private Process Start(string path, string commandLine)
    {
        try
        {
            return wrapper.Start(path, commandLine);
        }
        catch (Win32Exception e)
        {
            throw AudioErrors.Missing($"'{path}' can't be started ({e.Message})", e);
        }
    }
}
