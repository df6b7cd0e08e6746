using System.Globalization;

namespace AudioFunctions.Testing.Telemetry;

/// <summary>A span as it came over the wire (opentelemetry-proto, <c>trace/v1/trace.proto</c>).</summary>
/// <param name="ParentId">Empty if it has none.</param>
/// <param name="Source">The instrumentation scope.</param>
/// <param name="Attributes">Values as text.</param>
/// <param name="Events">The names of its events.</param>
public sealed record ExportedSpan(
    string Service,
    string Source,
    string TraceId,
    string Id,
    string ParentId,
    string Name,
    bool HasFailed,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Events)
{
    private const ulong NanosecondsInTick = 100;

    /// <summary>Since the Unix epoch, by the clock of the process that made it.</summary>
    public TimeSpan StartedAt { get; private init; }

    public TimeSpan Duration { get; private init; }

    public TimeSpan EndedAt => StartedAt + Duration;

    /// <summary>Null if it has no such attribute.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <param name="request">An <c>ExportTraceServiceRequest</c>.</param>
    internal static IEnumerable<ExportedSpan> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        let service = Pairs(resource.Message(1), 1).GetValueOrDefault("service.name", "")
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new ExportedSpan(
            service,
            scope.Message(1).Text(1),
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            span.Text(5),
            span.Message(15).Number(3) == 2,
            Pairs(span, 9),
            [.. span.Messages(11).Select(happened => happened.Text(2))])
        {
            StartedAt = TimeSpan.FromTicks((long)(span.Number(7) / NanosecondsInTick)),
            Duration = TimeSpan.FromTicks((long)((span.Number(8) - span.Number(7)) / NanosecondsInTick)),
        };

    // The Durable Functions extension writes a tag twice if it continues an orchestration that is still in memory.
    internal static Dictionary<string, string> Pairs(ProtoMessage message, int number) =>
        message.Messages(number).DistinctBy(pair => pair.Text(1)).ToDictionary(pair => pair.Text(1), pair => Value(pair.Message(2)));

    private static string Value(ProtoMessage value) =>
        value.Has(2) ? (value.Number(2) != 0).ToString()
        : value.Has(3) ? ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture)
        : value.Has(4) ? BitConverter.UInt64BitsToDouble(value.Number(4)).ToString(CultureInfo.InvariantCulture)
        : value.Text(1);
}
