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
/// Traces, metrics and logs by OpenTelemetry, to where the settings of OpenTelemetry and of Azure Monitor say. Without any of them there
/// is only <c>GET metrics</c>: no span is made.
/// </summary>
internal static class TelemetryRegistration
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>The client of Durable Functions hands the trace on to the engine only in a span of its own.</summary>
    private const string DurableClient = "Microsoft.DurableTask";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        // A page that was read a moment ago is no answer to what has happened since.
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

    /// <summary>The host then leaves it to this process to export what it logs.</summary>
    private static void AddSignals(this OpenTelemetryBuilder telemetry)
    {
        telemetry.UseFunctionsWorkerDefaults().WithTracing(tracing => tracing.AddSource(Spans.SourceName, DurableClient));
        // Azure's clients log each request.
        telemetry.Services.AddLogging(logging => logging.AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Warning));
    }

    private static void AddAzureMonitor(this OpenTelemetryBuilder telemetry, IConfiguration configuration) =>
        telemetry.UseAzureMonitorExporter(exporter =>
        {
            exporter.ConnectionString = configuration[AzureMonitor];
            exporter.Credential = CredentialIn(configuration[AzureMonitorAuthentication]);
        });

    /// <summary>Reads the setting as the Functions host does: <c>Authorization=AAD</c>, and <c>ClientId=…</c> for a user-assigned identity.</summary>
    /// <returns>Null: the connection string is enough.</returns>
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
