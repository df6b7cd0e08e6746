using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Scripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Benchmarks.Audio;

/// <summary>
/// What finishing a beat costs beyond the programs it cannot do without: assembling and measuring against the same decoding,
/// encoding and probing started by hand. Both in turn, so that a busy machine slows both; the medians are compared.
/// </summary>
public static class FinishingBenchmark
{
    private const int Rounds = 11;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("beat                     by hand   finished   ratio");
        foreach (var (name, segments, lines) in new[] { ("1 segment, 3 lines", 1, 3), ("4 segments, 16 lines", 4, 4), ("8 segments, 96 lines", 8, 12) })
        {
            using var beat = new BenchmarkBeat(segments, lines);
            var (byHand, finished) = await MeasureAsync(beat, cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-22} {byHand,7:0} ms {finished,7:0} ms {finished / byHand,7:0.00}"));
        }
    }

    private static async Task<(double ByHand, double Finished)> MeasureAsync(BenchmarkBeat beat, CancellationToken cancellationToken)
    {
        var byHand = new List<double>();
        var finished = new List<double>();
        for (var round = -1; round < Rounds; round++)
        {
            var first = await TimeAsync(() => beat.RunByHandAsync(cancellationToken));
            var second = await TimeAsync(() => FinishAsync(beat, cancellationToken));
            // The first round compiles and warms caches.
            if (round < 0)
                continue;
            byHand.Add(first);
            finished.Add(second);
        }

        return (Median(byHand), Median(finished));
    }

    private static async Task FinishAsync(BenchmarkBeat beat, CancellationToken cancellationToken)
    {
        var options = new AudioOptions { TempFolder = beat.Folder };
        var ffmpeg = new FFmpegTool(options, new FFmpegWrapper());
        var assembler = new TakeAssembler(options, ffmpeg, new ScratchFolders(options, NullLogger<ScratchFolders>.Instance));
        await assembler.AssembleAsync(beat.Segments, PauseMode.Add, beat.Mp3Path, cancellationToken);
        await new AudioMeter(ffmpeg).MeasureDurationMsAsync(beat.Mp3Path, cancellationToken);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
