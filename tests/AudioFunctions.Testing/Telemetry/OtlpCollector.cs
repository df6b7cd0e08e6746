using System.Net;
using System.Text;
using AudioFunctions.Testing.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Testing.Telemetry;

/// <summary>A real HTTP server that collects OTLP (HTTP with protobuf), and keeps every byte that came.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private const string Traces = "/v1/traces";
    private const string Measurements = "/v1/metrics";

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<(string Path, byte[] Body)> _requests = [];

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        foreach (var path in new[] { Traces, Measurements, "/v1/logs" })
            _app.MapPost(path, KeepAsync);
    }

    /// <summary>Each once: an exporter that got no response in time sends the same spans again.</summary>
    public IReadOnlyList<ExportedSpan> Spans =>
        [.. BodiesOf(Traces).SelectMany(body => ExportedSpan.Read(new ProtoMessage(body))).DistinctBy(span => (span.TraceId, span.Id))];

    public IReadOnlyList<ExportedMetric> Metrics => [.. BodiesOf(Measurements).SelectMany(body => ExportedMetric.Read(new ProtoMessage(body)))];

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Has an app export to it, at the latest when the app stops.</summary>
    public void Collect(AppSettings settings) => settings
        .With("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.First())
        .With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");

    /// <summary>Whether a text is in anything that came, in UTF-8.</summary>
    public bool Has(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return BodiesOf("/v1/").Exists(body => body.AsSpan().IndexOf(bytes) >= 0);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private List<byte[]> BodiesOf(string path)
    {
        lock (_lock)
            return [.. _requests.Where(request => request.Path.StartsWith(path, StringComparison.Ordinal)).Select(request => request.Body)];
    }

    private async Task KeepAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        lock (_lock)
            _requests.Add((http.Request.Path, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }
}
