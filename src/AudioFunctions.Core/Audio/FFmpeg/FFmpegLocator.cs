namespace AudioFunctions.Audio.FFmpeg;

/// <summary>Where the two programs are. Looked up before every run, so that a running host finds a later installation.</summary>
public sealed record FFmpegLocation(string FFmpegPath, string FFprobePath);

/// <summary>Finds FFmpeg in the folder of the options or, if none is set, on the PATH.</summary>
public static class FFmpegLocator
{
    /// <exception cref="AudioException"><c>ffmpeg-missing</c>.</exception>
    public static FFmpegLocation Find(AudioOptions options) => new(Find("ffmpeg", options), Find("ffprobe", options));

    private static string Find(string program, AudioOptions options)
    {
        var fileName = OperatingSystem.IsWindows() ? program + ".exe" : program;
        var folders = options.FFmpegFolder is { } folder
            ? [folder]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.GetFullPath(Path.Combine(f, fileName))).FirstOrDefault(IsExecutable)
            ?? throw AudioErrors.Missing(
                options.FFmpegFolder is null ? $"{program} was not found on the PATH" : $"there is no executable {fileName} in '{options.FFmpegFolder}'");
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0);
    }
}
