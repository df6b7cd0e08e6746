using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Benchmarks.Production;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Benchmarks.Load;

/// <summary>
/// A chain of activities that do nothing, on the local host's test app, beside the storage requests that the engine makes for them, sent
/// with nothing around them.
/// </summary>
internal static class ChainBenchmark
{
    private const int Short = 100;
    private const int Long = 1000;
    private const int Runs = 3;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var storage = await AzuriteServer.StartAsync(cancellationToken);
        using var settings = Settings(storage.ConnectionString);
        await using var app = await AppProcess.StartAsync(settings);
        // The first compiles what the others run.
        await RunAsync(app, Short, cancellationToken);
        var few = new List<double>();
        for (var run = 0; run < Runs; run++)
            few.Add((await RunAsync(app, Short, cancellationToken)).TotalMilliseconds / Short);
        var many = (await RunAsync(app, Long, cancellationToken)).TotalMilliseconds / Long;

        var calls = await CountAsync(storage, cancellationToken);
        var bare = await new BareCalls(storage.ConnectionString, calls).MeasureAsync(Short, cancellationToken);
        var shorts = Medians.Of(few);
        await output.WriteLineAsync("| activities | ms each | bare storage requests, ms | ratio |\n|---|---|---|---|");
        await output.WriteLineAsync(Row(Short, shorts, bare));
        await output.WriteLineAsync(Row(Long, many, bare));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Long} / {Short}: {many / shorts:F2} (mark ≤ 1.3)"));
        var kinds = calls.OrderBy(call => call.Key.ToString(), StringComparer.Ordinal).Select(call => Kind(call.Key, call.Value));
        await output.WriteLineAsync($"storage requests an activity: {string.Join(", ", kinds)}");
    }

    private static string Row(int count, double each, double bare) =>
        string.Create(CultureInfo.InvariantCulture, $"| {count} | {each:F1} | {bare:F1} | {each / bare:F2} |");

    private static string Kind(StorageCallKind kind, double count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:F1} × {kind.Service} {kind.Method} {kind.What}");

    private static AppSettings Settings(string storage) =>
        new AppSettings(storage)
        {
            AppFolder = Path.Combine(Repository.Root, "artifacts", "publish", "AudioFunctions.LocalHost.TestApp", "release"),
            HasHealth = false,
        }
            .With("DropContainer", "drop-chain")
            // Once a year.
            .With("TickSchedule", "0 0 0 1 1 *")
            .AsDeployed();

    private static async Task<TimeSpan> RunAsync(AppProcess app, int count, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var body = ApiCalls.Json(count.ToString(CultureInfo.InvariantCulture));
        using var response = await app.Client.PostAsync(new Uri($"../test/v1/start/NothingChain/{Guid.NewGuid():N}", UriKind.Relative), body, cancellationToken);
        var status = new Uri(JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken))!["statusQueryGetUri"]!.GetValue<string>());
        while (true)
        {
            using var look = await ApiCalls.Durable.GetAsync(status, cancellationToken);
            if (look.StatusCode == HttpStatusCode.OK)
                return Stopwatch.GetElapsedTime(started);
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>What the engine asks of the storage for one activity, on average.</summary>
    private static async Task<IReadOnlyDictionary<StorageCallKind, double>> CountAsync(AzuriteServer storage, CancellationToken cancellationToken)
    {
        await using var proxy = await StorageProxy.StartAsync(storage);
        using var settings = Settings(proxy.ConnectionString).With("AzureFunctionsJobHost__extensions__durableTask__hubName", "Counted");
        await using var app = await AppProcess.StartAsync(settings);
        await RunAsync(app, Short, cancellationToken);
        var (few, many) = (await CountAsync(Short), await CountAsync(2 * Short));
        // The difference leaves out what a start and an end take; what the engine does once in a while is divided by many.
        return many.ToDictionary(call => call.Key, call => (call.Value - few.GetValueOrDefault(call.Key)) / (double)Short)
            .Where(call => call.Value >= 0.5)
            .ToDictionary(call => call.Key, call => call.Value);

        async Task<Dictionary<StorageCallKind, int>> CountAsync(int activities)
        {
            var counted = new System.Collections.Concurrent.ConcurrentDictionary<StorageCallKind, int>();
            proxy.Before = call =>
            {
                counted.AddOrUpdate(StorageCallKind.Of(call), 1, (_, count) => count + 1);
                return Task.CompletedTask;
            };
            await RunAsync(app, activities, cancellationToken);
            proxy.Unhook();
            return counted.ToDictionary();
        }
    }
}

/// <param name="What">What kind of thing it is about.</param>
internal sealed record StorageCallKind(StorageService Service, string Method, string What)
{
    public static StorageCallKind Of(StorageCall call) => new(call.Service, call.Method, call switch
    {
        { Service: StorageService.Queue } => call.Path.EndsWith("/messages", StringComparison.Ordinal) ? "messages" : "message",
        { Service: StorageService.Table } when call.Path.EndsWith("$batch", StringComparison.Ordinal) => "transaction",
        { Service: StorageService.Table } => call.Path.Contains("Instances", StringComparison.Ordinal) ? "instances" : "history",
        _ => "blob",
    });
}
