using System.Globalization;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Coding;

/// <summary>
/// Decodes recordings to raw 16-bit mono files, in their tempo: in one run of FFmpeg, unless there are so many that it would have too many files
/// open.
/// </summary>
internal sealed class SegmentDecoder(FFmpegTool ffmpeg, AudioOptions options)
{
    // The formats that a speech service may return. Playlists are excluded, because they can name other files.
    private const string Formats = "mp3,wav,flac,ogg";

    /// <summary>
    /// How many recordings one run of FFmpeg opens. Each is two open files, of which a process usually may have 1,024, a thread and one more for
    /// each processor, and over 200 characters of the command line, which has 32,767 on Windows.
    /// </summary>
    internal const int MaxInputs = 100;

    /// <summary>Returns a warning if FFmpeg found damage that it could decode.</summary>
    public async Task<IReadOnlyList<string>> DecodeAsync(
        IReadOnlyList<Recording> recordings, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        var damage = new List<string>();
        for (var first = 0; first < recordings.Count; first += MaxInputs)
            damage.AddRange(await DecodeAsync([.. recordings.Skip(first).Take(MaxInputs)], first, scratch, cancellationToken));
        return damage;
    }

    /// <param name="first">The index of the first one among all recordings.</param>
    private async Task<IReadOnlyList<string>> DecodeAsync(
        IReadOnlyList<Recording> recordings, int first, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        for (var i = 0; i < recordings.Count; i++)
        {
            if (recordings[i].Audio.IsEmpty)
                throw AudioErrors.Unreadable(recordings[i].Name, "it is empty");
            await File.WriteAllBytesAsync(SourcePath(scratch, i), recordings[i].Audio, cancellationToken);
        }

        var filters = await TempoFilter.ForAsync(recordings, ffmpeg, cancellationToken);
        var run = await AudioTools.TraceAsync(
            "ffmpeg", "decode", () => ffmpeg.RunFFmpegAsync(Command(filters, first, scratch), cancellationToken));
        var report = DecodeReport.Read(run.Errors.Replace(scratch.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Check(run, report, recordings, first, scratch);
        return Damage(report, recordings);
    }

    public static string PcmPath(ScratchFolder scratch, int segment) =>
        scratch.PathOf(string.Create(CultureInfo.InvariantCulture, $"segment-{segment}.pcm"));

    /// <param name="segment">Among those of one run: FFmpeg counts its inputs in the same way when it says which one is damaged.</param>
    private static string SourcePath(ScratchFolder scratch, int segment) =>
        scratch.PathOf(string.Create(CultureInfo.InvariantCulture, $"segment-{segment}.audio"));

    /// <param name="filters">One per recording; null for none.</param>
    private FFmpegCommand Command(IReadOnlyList<string?> filters, int first, ScratchFolder scratch) => new(
        DecodeReport.LogLevel,
        [.. filters.Select((_, i) => new AudioInput(SourcePath(scratch, i)) { AllowedFormats = Formats })],
        [
            .. filters.Select((filter, i) => new AudioOutput(PcmPath(scratch, first + i), "s16le")
            {
                Input = i,
                Filters = filter,
                Channels = 1,
                SampleRateHz = options.SampleRateHz,
            }),
        ]);

    private void Check(ToolRun run, DecodeReport report, IReadOnlyList<Recording> recordings, int first, ScratchFolder scratch)
    {
        if (DiskSpace.IsExhausted(report.Errors))
            throw AudioErrors.DiskFull(options.TempFolder);
        if (run.WasKilled)
            throw AudioErrors.Failed("FFmpeg", "was killed while decoding", report.Errors);
        if (run.ExitCode != 0)
        {
            throw report.FaultyInput is { } faulty && faulty < recordings.Count
                ? AudioErrors.Unreadable(recordings[faulty].Name, report.Errors)
                : AudioErrors.Failed("FFmpeg", $"ended with exit code {run.ExitCode} while decoding", report.Errors);
        }

        for (var i = 0; i < recordings.Count; i++)
        {
            var pcm = new FileInfo(PcmPath(scratch, first + i));
            if (!pcm.Exists || pcm.Length != report.BytesWritten.GetValueOrDefault(i, pcm.Length) || pcm.Length % sizeof(short) != 0)
                throw AudioErrors.Failed("FFmpeg", $"said it had decoded {recordings[i].Name}, but did not write all of it", report.Errors);
            if (pcm.Length == 0)
                throw AudioErrors.Unreadable(recordings[i].Name, "it holds no sound");
        }
    }

    private static List<string> Damage(DecodeReport report, IReadOnlyList<Recording> recordings)
    {
        if (report.Errors.Length == 0)
            return [];
        var name = report.FaultyInput is { } faulty && faulty < recordings.Count ? recordings[faulty].Name : "one of the recordings";
        return [$"FFmpeg found damage in {name} and decoded what it could; listen to the take."];
    }
}
