namespace AudioFunctions.Audio.FFmpeg;

/// <summary>One run of FFmpeg on audio. Files that are there already are replaced.</summary>
/// <param name="LogLevel">In FFmpeg's words, for instance <c>error</c> or <c>repeat+level+verbose</c>.</param>
/// <param name="Inputs">At least one.</param>
public sealed record FFmpegCommand(string LogLevel, IReadOnlyList<AudioInput> Inputs, IReadOnlyList<AudioOutput> Outputs);

/// <summary>A file that is read. Null leaves the choice to FFmpeg.</summary>
public sealed record AudioInput(string Path)
{
    /// <summary>The formats that the file may have, separated by commas; another one is an error.</summary>
    public string? AllowedFormats { get; init; }

    /// <summary>The format that the file has. Sound without a header needs it, with the sample rate and the channels.</summary>
    public string? Format { get; init; }

    public int? SampleRateHz { get; init; }

    public int? Channels { get; init; }
}

/// <summary>A file that is written. Null leaves the choice to FFmpeg.</summary>
public sealed record AudioOutput(string Path, string Format)
{
    /// <summary>The index of the input whose first audio stream is written.</summary>
    public int? Input { get; init; }

    public int? SampleRateHz { get; init; }

    public int? Channels { get; init; }

    public string? Codec { get; init; }

    /// <summary>Filters in FFmpeg's words, for instance <c>volume=3dB</c>.</summary>
    public string? Filters { get; init; }

    public int? BitrateKbps { get; init; }

    /// <summary>Whether the tags of the inputs, and an empty ID3v2 tag, are left out.</summary>
    public bool WithoutTags { get; init; }
}
