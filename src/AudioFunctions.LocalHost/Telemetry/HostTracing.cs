using AudioFunctions.LocalHost.Configuration;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AudioFunctions.LocalHost.Telemetry;

/// <summary>
/// The host's part of a trace, which ties the worker's parts together: the request, and the spans that the Durable extension makes of an
/// orchestration and its activities. As on the official host, they are made only if there is somewhere to send them.
/// </summary>
internal static class HostTracing
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>The extensions' sources are those that the official host listens to.</summary>
    private static readonly string[] Sources =
        [RequestSpan.SourceName, "Microsoft.Azure.WebJobs", "Microsoft.Azure.WebJobs.Extensions.*", "WebJobs.Extensions.DurableTask", "DurableTask.*"];

    /// <returns>Null if nothing is traced.</returns>
    public static TracerProvider? Start(HostJson hostJson) => IsOn(hostJson) ? Build() : null;

    /// <summary>Where nothing is exported the Durable extension would warn at each start that it has nowhere to send its traces.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(HostJson hostJson) => IsOn(hostJson)
        ? []
        : [KeyValuePair.Create($"{HostJson.Section}:extensions:durableTask:tracing:distributedTracingEnabled", (string?)bool.FalseString)];

    private static bool IsOn(HostJson hostJson) => hostJson.UsesOpenTelemetry && IsSet(Endpoint);

    private static TracerProvider Build() => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource =>
        {
            if (!IsSet(ServiceName))
                resource.AddService(RequestSpan.SourceName);
        })
        .AddSource(Sources)
        .AddOtlpExporter()
        .Build();

    private static bool IsSet(string variable) => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable));
}
