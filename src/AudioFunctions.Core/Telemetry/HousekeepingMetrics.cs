using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AudioFunctions.Telemetry;

/// <summary>What housekeeping removes.</summary>
public static class HousekeepingMetrics
{
    private static readonly Counter<long> Items = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.housekeeping.removed", "{item}", "What housekeeping removed.");

    private static readonly Counter<long> Failures = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.housekeeping.failures", "{failure}", "What housekeeping could not remove; it tries again in its next run.");

    /// <param name="kind"><c>instance</c>, <c>deletion</c>, <c>orphan</c> or <c>claim</c>.</param>
    public static void Removed(string kind, int count) => Items.Add(count, new TagList { { SpanAttributes.HousekeepingKind, kind } });

    /// <inheritdoc cref="Removed"/>
    public static void Failed(string kind) => Failures.Add(1, new TagList { { SpanAttributes.HousekeepingKind, kind } });
}
