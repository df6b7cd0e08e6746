using AudioFunctions.Platform;
using AudioFunctions.Telemetry;
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;

namespace AudioFunctions.Composition;

/// <summary>
/// Exports traces, metrics and logs with OpenTelemetry, to the endpoints in the settings of OpenTelemetry and Azure Monitor. Without such
/// settings there is only <c>GET metrics</c>, and no spans are created.
/// </summary>
internal static class TelemetryRegistration
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>The Durable client passes the trace on to the engine only if its own spans are created.</summary>
    private const string DurableClient = "Microsoft.DurableTask";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        // Don't cache the page: it must show the current values.
        var telemetry = services.AddSingleton<MetricsPage>().AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ProductMeter.Name)
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0));

        var (sendsOtlp, sendsToAzure) = (IsSet(configuration, OtlpEndpoint), IsSet(configuration, AzureMonitor));
        if (sendsOtlp || sendsToAzure)
            telemetry.AddSignals();
        if (sendsOtlp)
            telemetry.UseOtlpExporter();
        if (sendsToAzure)
            telemetry.AddAzureMonitor(configuration);
        return services;
    }

    /// <summary>With these, the host leaves the export of this process's logs to this process.</summary>
    private static void AddSignals(this OpenTelemetryBuilder telemetry)
    {
        telemetry.UseFunctionsWorkerDefaults().WithTracing(tracing => tracing.AddSource(Spans.SourceName, DurableClient));
        // Azure's clients log each request at a lower level.
        telemetry.Services.AddLogging(logging => logging.AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Warning));
    }

    private static void AddAzureMonitor(this OpenTelemetryBuilder telemetry, IConfiguration configuration) =>
        telemetry.UseAzureMonitorExporter(exporter =>
        {
            exporter.ConnectionString = configuration[AzureMonitor];
            exporter.Credential = CredentialIn(configuration[AzureMonitorAuthentication]);
        });

    /// <summary>Reads the setting like the Functions host: <c>Authorization=AAD</c>, and <c>ClientId=…</c> for a user-assigned identity.</summary>
    /// <returns>Null if the connection string is enough.</returns>
    internal static TokenCredential? CredentialIn(string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        if (!parts["Authorization"].Contains("AAD", StringComparer.OrdinalIgnoreCase))
            return null;

        return new ManagedIdentityCredential(
            parts["ClientId"].FirstOrDefault() is { Length: > 0 } clientId
                ? ManagedIdentityId.FromUserAssignedClientId(clientId)
                : ManagedIdentityId.SystemAssigned);
    }

    private static bool IsSet(IConfiguration configuration, string setting) => !string.IsNullOrWhiteSpace(configuration[setting]);
}
