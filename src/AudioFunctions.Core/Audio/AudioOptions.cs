namespace AudioFunctions.Audio;

/// <summary>How audio is finished. Bound from the section <c>Audio</c> and checked at start; a change takes effect at the next start.</summary>
public sealed class AudioOptions
{
    public const string Section = "Audio";

    // Layer III of MPEG-1: each of these sample rates can be combined with each bit rate.
    private static readonly int[] SampleRates = [32000, 44100, 48000];
    private static readonly int[] Bitrates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    /// <summary>The folder that holds <c>ffmpeg</c> and <c>ffprobe</c>. Default: null, both are looked for on the PATH.</summary>
    public string? FFmpegFolder { get; set; }

    /// <summary>Samples a second of the finished MP3, which is mono: 32000, 44100 or 48000. Default 44100.</summary>
    public int SampleRateHz { get; set; } = 44100;

    /// <summary>Constant bit rate of the finished MP3, in kb/s: 32 to 320. Default 128.</summary>
    public int BitrateKbps { get; set; } = 128;

    /// <summary>
    /// The existing folder for scratch folders. Finishing a beat uses about 11 MB per minute of audio. Default: the system's temp folder.
    /// </summary>
    public string TempFolder { get; set; } = Path.GetTempPath();

    /// <summary>How long one run of FFmpeg or ffprobe may take before it is stopped: 1 second to 1 hour. Default 5 minutes.</summary>
    public TimeSpan RunTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the sound of one export may take to be made: 1 minute to 1 day. Default 25 minutes, since the Functions host ends what takes 30 and
    /// begins it again.
    /// </summary>
    public TimeSpan ExportTimeout { get; set; } = TimeSpan.FromMinutes(25);

    /// <summary>What is wrong with these options, as sentences; empty if they are valid.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (FFmpegFolder is not null && !Directory.Exists(FFmpegFolder))
            problems.Add($"{Section}__{nameof(FFmpegFolder)}: there is no folder '{FFmpegFolder}'.");
        if (!SampleRates.Contains(SampleRateHz))
            problems.Add($"{Section}__{nameof(SampleRateHz)} is {SampleRateHz}; use {string.Join(", ", SampleRates)}.");
        if (!Bitrates.Contains(BitrateKbps))
            problems.Add($"{Section}__{nameof(BitrateKbps)} is {BitrateKbps}; use {string.Join(", ", Bitrates)}.");
        if (!Directory.Exists(TempFolder))
            problems.Add($"{Section}__{nameof(TempFolder)}: there is no folder '{TempFolder}'.");
        if (RunTimeout < TimeSpan.FromSeconds(1) || RunTimeout > TimeSpan.FromHours(1))
            problems.Add($"{Section}__{nameof(RunTimeout)} is {RunTimeout}; use 00:00:01 to 01:00:00.");
        if (ExportTimeout < TimeSpan.FromMinutes(1) || ExportTimeout > TimeSpan.FromDays(1))
            problems.Add($"{Section}__{nameof(ExportTimeout)} is {ExportTimeout}; use 00:01:00 to 1.00:00:00.");
        return problems;
    }
}
