using AudioFunctions.LocalHost.Configuration;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AudioFunctions.LocalHost.Telemetry;

/// <summary>
/// The host's spans, which connect those of the worker: the request, and the spans that the Durable extension creates for an orchestration
/// and its activities. As on the official host, they are created only if an exporter is configured.
/// </summary>
internal static class HostTracing
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>The official host listens to the same sources of extensions.</summary>
    private static readonly string[] Sources =
        [RequestSpan.SourceName, "Microsoft.Azure.WebJobs", "Microsoft.Azure.WebJobs.Extensions.*", "WebJobs.Extensions.DurableTask", "DurableTask.*"];

    /// <returns>Null if nothing is traced.</returns>
    public static TracerProvider? Start(HostJson hostJson)
    {
        if (!IsOn(hostJson))
            return null;
        var tracing = Sdk.CreateTracerProviderBuilder().AddSource(Sources).AddOtlpExporter();
        if (!IsSet(ServiceName))
            tracing.ConfigureResource(resource => resource.AddService(RequestSpan.SourceName));
        return tracing.Build();
    }

    /// <summary>Without an exporter, turns off the Durable extension's tracing, which would log a warning at each start.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(HostJson hostJson) => IsOn(hostJson)
        ? []
        : [KeyValuePair.Create($"{HostJson.Section}:extensions:durableTask:tracing:distributedTracingEnabled", (string?)bool.FalseString)];

    private static bool IsOn(HostJson hostJson) => hostJson.UsesOpenTelemetry && IsSet(Endpoint);

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));
}
