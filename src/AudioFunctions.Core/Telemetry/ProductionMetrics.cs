using System.Diagnostics;
using System.Diagnostics.Metrics;
using AudioFunctions.Audio;

namespace AudioFunctions.Telemetry;

/// <summary>Metrics of productions: takes, failures, and the cost of a session.</summary>
public static class ProductionMetrics
{
    private static readonly Counter<long> Takes = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.takes", "{take}", "Takes added to sessions.");

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

    /// <param name="isCopy">Whether it was copied from another session.</param>
    /// <param name="verdict">Null if its sound wasn't judged.</param>
    public static void TakeAdded(string provider, string model, bool isCopy, QualityVerdict? verdict) => Takes.Add(
        1,
        new TagList
        {
            { SpanAttributes.Provider, provider },
            { SpanAttributes.Model, model },
            { SpanAttributes.TakeOrigin, isCopy ? "reused" : "spoken" },
            {
                SpanAttributes.TakeVerdict,
                verdict switch
                {
                    QualityVerdict.Good => "good",
                    QualityVerdict.Suspect => "suspect",
                    _ => "unknown",
                }
            },
        });

    /// <summary>Counts an attempt of a step that failed, and marks the current span.</summary>
    public static void StepFailed(string step, string code)
    {
        Spans.Fail(Activity.Current, code);
        Failures.Add(1, new TagList { { SpanAttributes.Step, step }, { SpanAttributes.ErrorType, code } });
    }

    public static void SessionEnded(long credits) => SessionCost.Record(credits);
}
