namespace AudioFunctions.Audio;

/// <summary>Every failure of the audio boundary: its code, its message, and whether a retry can help.</summary>
internal static class AudioErrors
{
    public const string UnreadableCode = "audio-unreadable";

    private const int LongestExcerpt = 300;

    public static AudioException Missing(string sought, Exception? cause = null) => new(
        "ffmpeg-missing",
        $"FFmpeg cannot be used: {sought}. Install it (Debian, Ubuntu: apt-get install ffmpeg), "
        + $"or set {AudioOptions.Section}__{nameof(AudioOptions.FFmpegFolder)} to the folder that holds ffmpeg and ffprobe.",
        isRetryable: false,
        cause);

    public static AudioException Failed(string tool, string what, string output, Exception? cause = null) =>
        new("ffmpeg-failed", $"{tool} {what}{Excerpt(output)}.", isRetryable: true, cause);

    public static AudioException Unreadable(string what, string output) =>
        new(UnreadableCode, $"{what} cannot be read as audio{Excerpt(output)}.", isRetryable: false);

    public static AudioException ExportTooLong(TimeSpan timeout) => new(
        "export-timeout",
        $"The sound of the export was not made within {timeout:c}; export without loudness and lossless files, split the session, "
        + $"or raise {AudioOptions.Section}__{nameof(AudioOptions.ExportTimeout)} and the host's functionTimeout.",
        isRetryable: false);

    public static AudioException DiskFull(string folder, Exception? cause = null) => new(
        "disk-full",
        $"There is no space left for audio in '{folder}'. Free some space, or set {AudioOptions.Section}__{nameof(AudioOptions.TempFolder)} to a larger disk.",
        isRetryable: true,
        cause);

    /// <summary>The last line of a tool's output: there FFmpeg says why it ended.</summary>
    private static string Excerpt(string output)
    {
        var line = output.AsSpan().Trim();
        line = line[(line.LastIndexOf('\n') + 1)..].Trim().TrimEnd('.');
        return line.IsEmpty ? "" : $": {line[..Math.Min(line.Length, LongestExcerpt)]}";
    }
}
