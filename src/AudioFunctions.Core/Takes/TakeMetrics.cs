using System.Diagnostics;
using System.Diagnostics.Metrics;
using AudioFunctions.Audio;
using AudioFunctions.Telemetry;

namespace AudioFunctions.Takes;

/// <summary>Counts takes.</summary>
internal static class TakeMetrics
{
    private static readonly Counter<long> Takes = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.takes", "{take}", "Takes added to sessions.");

    /// <param name="isCopy">Whether it was copied from another session.</param>
    /// <param name="verdict">Null if its sound wasn't judged.</param>
    public static void Added(string provider, string model, bool isCopy, QualityVerdict? verdict) => Takes.Add(
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
}
