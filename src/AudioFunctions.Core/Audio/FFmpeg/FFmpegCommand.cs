namespace AudioFunctions.Audio.FFmpeg;

/// <summary>One run of FFmpeg on audio. Replaces existing files.</summary>
/// <param name="LogLevel">In FFmpeg's syntax, for instance <c>error</c> or <c>repeat+level+verbose</c>.</param>
/// <param name="Inputs">At least one.</param>
public sealed record FFmpegCommand(string LogLevel, IReadOnlyList<AudioInput> Inputs, IReadOnlyList<AudioOutput> Outputs);

/// <summary>A file to read. FFmpeg chooses what is null.</summary>
public sealed record AudioInput(string Path)
{
    /// <summary>The formats that the file may have, separated by commas; any other format is an error.</summary>
    public string? AllowedFormats { get; init; }

    /// <summary>The file's format. Sound without a header needs it, and the sample rate and channels too.</summary>
    public string? Format { get; init; }

    public int? SampleRateHz { get; init; }

    public int? Channels { get; init; }
}

/// <summary>A file to write. FFmpeg chooses what is null.</summary>
public sealed record AudioOutput(string Path, string Format)
{
    /// <summary>The index of the input whose first audio stream is written to the file.</summary>
    public int? Input { get; init; }

    public int? SampleRateHz { get; init; }

    public int? Channels { get; init; }

    public string? Codec { get; init; }

    /// <summary>Filters in FFmpeg's syntax, for instance <c>volume=3dB</c>.</summary>
    public string? Filters { get; init; }

    public int? BitrateKbps { get; init; }

    /// <summary>Whether to omit the inputs' tags and an empty ID3v2 tag.</summary>
    public bool WithoutTags { get; init; }
}
