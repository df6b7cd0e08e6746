using System.Diagnostics;
using System.Globalization;
using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Testing.Telemetry;

namespace AudioFunctions.Benchmarks.Production;

/// <summary>
/// What exporting costs: warm productions of 8 beats with the offline voice, in turn by an app that exports nothing and by one that sends
/// traces, metrics and logs to a collector on the same machine.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int WarmUps = 2;
    private const int Runs = 12;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var silentStorage = await AzuriteServer.StartAsync(cancellationToken);
        await using var exportingStorage = await AzuriteServer.StartAsync(cancellationToken);
        using var silentSettings = new AppSettings(silentStorage.ConnectionString).With("Speech__Provider", "offline").AsDeployed();
        using var exportingSettings = new AppSettings(exportingStorage.ConnectionString).With("Speech__Provider", "offline").AsDeployed();
        collector.Collect(exportingSettings);
        await using var silent = await AppProcess.StartAsync(silentSettings);
        await using var exporting = await AppProcess.StartAsync(exportingSettings);

        var walls = new List<(TimeSpan Silent, TimeSpan Exporting)>();
        for (var run = 0; run < WarmUps + Runs; run++)
        {
            var pair = (await ProduceAsync(silent, run, cancellationToken), await ProduceAsync(exporting, run, cancellationToken));
            if (run >= WarmUps)
                walls.Add(pair);
        }

        var (without, with) = (Median(walls.Select(wall => wall.Silent)), Median(walls.Select(wall => wall.Exporting)));
        var spans = collector.Spans.Count / (WarmUps + Runs);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"exporting / silent: {with / without:F3} (medians of {Runs}: {with.TotalSeconds:F2} s, {without.TotalSeconds:F2} s; {spans} spans a production)"));
    }

    /// <returns>From handing the script in to the end of the orchestration.</returns>
    private static async Task<TimeSpan> ProduceAsync(AppProcess app, int run, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var session = await app.Client.StartSessionAsync(ProductionBenchmark.Script(run));
        var status = new Uri(session["statusQueryGetUri"]!.GetValue<string>());
        while (true)
        {
            using var response = await ApiCalls.Durable.GetAsync(status, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
                return Stopwatch.GetElapsedTime(started);
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        List<TimeSpan> sorted = [.. times.Order()];
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
