using System.Diagnostics.Metrics;

namespace AudioFunctions.Telemetry;

/// <summary>
/// The meter of all the product's metrics. Units are in UCUM; a collector may replace the suggested buckets of a histogram.
/// </summary>
public static class ProductMeter
{
    public const string Name = "AudioFunctions";

    internal static readonly Meter Meter = new(Name);

    internal static Histogram<double> Seconds(string name, string description, params double[] boundaries) =>
        Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
