using System.Globalization;
using AudioFunctions.Audio.Scratch;
using AudioFunctions.Audio.Tools;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Coding;

/// <summary>Decodes all segments of a beat to raw 16-bit mono files, in one run of FFmpeg.</summary>
internal sealed class SegmentDecoder(FFmpegTool ffmpeg, AudioOptions options)
{
    // What a speech service may answer with. Playlists, which could name other files, are not among them.
    private const string Formats = "mp3,wav,flac,ogg";

    /// <summary>Returns what FFmpeg found damaged and decoded all the same, as warnings.</summary>
    public async Task<IReadOnlyList<string>> DecodeAsync(
        IReadOnlyList<SpokenSegment> segments, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Spoken.Audio.IsEmpty)
                throw AudioErrors.Unreadable(Name(segments, i), "it is empty");
            await File.WriteAllBytesAsync(SourcePath(scratch, i), segments[i].Spoken.Audio, cancellationToken);
        }

        var run = await ffmpeg.RunFFmpegAsync(Arguments(segments.Count, scratch), cancellationToken);
        var report = DecodeReport.Read(run.Errors.Replace(scratch.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        Check(run, report, segments, scratch);
        return Damage(report, segments);
    }

    public static string PcmPath(ScratchFolder scratch, int segment) =>
        scratch.PathOf(string.Create(CultureInfo.InvariantCulture, $"segment-{segment}.pcm"));

    private static string SourcePath(ScratchFolder scratch, int segment) =>
        scratch.PathOf(string.Create(CultureInfo.InvariantCulture, $"segment-{segment}.audio"));

    private List<string> Arguments(int count, ScratchFolder scratch)
    {
        var rate = options.SampleRateHz.ToString(CultureInfo.InvariantCulture);
        List<string> arguments = ["-hide_banner", "-nostats", "-loglevel", DecodeReport.LogLevel, "-y"];
        for (var i = 0; i < count; i++)
        {
            arguments.AddRange(["-format_whitelist", Formats, "-i", SourcePath(scratch, i)]);
        }

        for (var i = 0; i < count; i++)
        {
            arguments.AddRange(["-map", $"{i}:a:0", "-ac", "1", "-ar", rate, "-f", "s16le", PcmPath(scratch, i)]);
        }

        return arguments;
    }

    private void Check(ToolRun run, DecodeReport report, IReadOnlyList<SpokenSegment> segments, ScratchFolder scratch)
    {
        if (DiskSpace.IsExhausted(report.Errors))
            throw AudioErrors.DiskFull(options.TempFolder);
        if (run.WasKilled)
            throw AudioErrors.Failed("FFmpeg", "was killed while decoding", report.Errors);
        if (run.ExitCode != 0)
        {
            throw report.Culprit is { } culprit && culprit < segments.Count
                ? AudioErrors.Unreadable(Name(segments, culprit), report.Errors)
                : AudioErrors.Failed("FFmpeg", $"ended with exit code {run.ExitCode} while decoding", report.Errors);
        }

        for (var i = 0; i < segments.Count; i++)
        {
            var pcm = new FileInfo(PcmPath(scratch, i));
            if (!pcm.Exists || pcm.Length != report.BytesWritten.GetValueOrDefault(i, pcm.Length) || pcm.Length % sizeof(short) != 0)
                throw AudioErrors.Failed("FFmpeg", $"said it had decoded {Name(segments, i)}, but did not write all of it", report.Errors);
            if (pcm.Length == 0)
                throw AudioErrors.Unreadable(Name(segments, i), "it holds no sound");
        }
    }

    private static List<string> Damage(DecodeReport report, IReadOnlyList<SpokenSegment> segments)
    {
        if (report.Errors.Length == 0)
            return [];
        var whose = report.Culprit is { } culprit && culprit < segments.Count ? Name(segments, culprit) : "one of the recordings";
        return [$"FFmpeg found damage in {whose} and decoded what it could; listen to the take."];
    }

    /// <summary>By lines, which is what the writer of the script knows.</summary>
    private static string Name(IReadOnlyList<SpokenSegment> segments, int index)
    {
        IReadOnlyList<SegmentLine> lines = segments[index].Segment.Lines;
        return lines.Count == 1
            ? $"the recording of line {lines[0].Line + 1}"
            : $"the recording of lines {lines[0].Line + 1} to {lines[^1].Line + 1}";
    }
}
