namespace AudioFunctions.Testing.Telemetry;

/// <summary>A metric as it came over the wire (opentelemetry-proto, <c>metrics/v1/metrics.proto</c>).</summary>
/// <param name="Source">The meter.</param>
/// <param name="Labels">The names of its points' attributes.</param>
public sealed record ExportedMetric(string Source, string Name, string Description, string Unit, IReadOnlySet<string> Labels)
{
    /// <summary>Fields of <c>Metric</c> and, in each of them, of its points: gauge, sum, histogram.</summary>
    private static readonly (int Data, int Attributes)[] Kinds = [(5, 7), (7, 7), (9, 9)];

    /// <param name="request">An <c>ExportMetricsServiceRequest</c>.</param>
    internal static IEnumerable<ExportedMetric> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        let labels = from kind in Kinds
                     from point in metric.Message(kind.Data).Messages(1)
                     from label in ExportedSpan.Pairs(point, kind.Attributes).Keys
                     select label
        select new ExportedMetric(scope.Message(1).Text(1), metric.Text(1), metric.Text(2), metric.Text(3), labels.ToHashSet());
}
