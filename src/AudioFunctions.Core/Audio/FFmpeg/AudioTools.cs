using System.Diagnostics;
using System.Diagnostics.Metrics;
using AudioFunctions.Telemetry;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>Runs FFmpeg and ffprobe, each run in a span. The span doesn't include the arguments.</summary>
internal static class AudioTools
{
    private const string FailedExit = "exit-code";

    private static readonly Histogram<double> Duration = ProductMeter.Seconds(
        "audiofunctions.ffmpeg.duration", "One run of FFmpeg or ffprobe.", 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

    /// <param name="program"><c>ffmpeg</c> or <c>ffprobe</c>.</param>
    /// <param name="operation">What the run is for. It is a metric label, so it must have few values.</param>
    public static async Task<ToolRun> TraceAsync(string program, string operation, Func<Task<ToolRun>> run)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = Spans.Start($"{program} {operation}");
        span?.SetTag(SpanAttributes.Program, program).SetTag(SpanAttributes.Operation, operation);
        string? failure = null;
        try
        {
            var ended = await run();
            span?.SetTag(SpanAttributes.ExitCode, ended.ExitCode);
            failure = ended.ExitCode == 0 ? null : FailedExit;
            return ended;
        }
        catch (Exception thrown)
        {
            failure = Spans.CodeOf(thrown);
            throw;
        }
        finally
        {
            if (failure is not null)
                Spans.Fail(span, failure);
            Record(operation, Stopwatch.GetElapsedTime(started), failure);
        }
    }

    private static void Record(string operation, TimeSpan elapsed, string? failure)
    {
        var labels = new TagList { { SpanAttributes.Operation, operation } };
        if (failure is not null)
            labels.Add(SpanAttributes.ErrorType, failure);
        Duration.Record(elapsed.TotalSeconds, labels);
    }
}
