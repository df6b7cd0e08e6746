using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AudioFunctions.Telemetry;

/// <summary>Metrics of productions: failures, and the cost of a session.</summary>
public static class ProductionMetrics
{
    private static readonly Counter<long> Failures = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.step.failures", "{failure}", "Steps that failed, each attempt counted.");

    private static readonly Histogram<long> SessionCost = ProductMeter.Meter.CreateHistogram(
        "audiofunctions.session.cost",
        "{credit}",
        "Credits that a session has cost so far, when a production of it ends.",
        tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000] });

    /// <summary>Whether metrics are collected, as they always are in the app. Calculating the cost requires listing the session's blobs.</summary>
    public static bool CountsSessionCost => SessionCost.Enabled;

    /// <summary>Counts an attempt of a step that failed, and marks the current span.</summary>
    public static void StepFailed(string step, string code)
    {
        Spans.Fail(Activity.Current, code);
        Failures.Add(1, new TagList { { SpanAttributes.Step, step }, { SpanAttributes.ErrorType, code } });
    }

    public static void SessionEnded(long credits) => SessionCost.Record(credits);
}
