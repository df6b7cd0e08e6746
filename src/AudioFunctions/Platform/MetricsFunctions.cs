using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using OpenTelemetry.Metrics;

namespace AudioFunctions.Platform;

/// <summary><c>GET metrics</c>: the metrics of this process since it started, in the Prometheus format.</summary>
public sealed class MetricsFunctions(MetricsPage page)
{
    [Function("GetMetrics")]
    public IResult Metrics([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "metrics")] HttpRequest request) => page;
}

/// <summary>Runs the exporter's ASP.NET Core middleware and returns its response as that of a function.</summary>
public sealed class MetricsPage(IServiceProvider services, MeterProvider meters) : IResult
{
    private readonly RequestDelegate _respond = new ApplicationBuilder(services)
        .UseOpenTelemetryPrometheusScrapingEndpoint(meters, predicate: _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
        .Build();

    public Task ExecuteAsync(HttpContext httpContext) => _respond(httpContext);
}
