using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using LocalRuntime.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Benchmarks.Durable;

/// <summary>
/// What one activity costs when an orchestration calls many of them one after the other, and how much of that is the storage's:
/// the same number of bare table transactions of the same shape, on the same Azurite, in the same run. Azurite looks a row up by
/// going through its partition, so its share grows with the size; what must not grow is the ratio and the engine's own CPU time.
/// </summary>
public static class OrchestrationBenchmark
{
    private static readonly int[] Sizes = [100, 1_000, 5_000];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var azurite = await AzuriteServer.StartAsync(cancellationToken);
        await OrchestrationAsync(azurite.ConnectionString, 200, cancellationToken);
        await TransactionsAsync(azurite.ConnectionString, 200, cancellationToken);

        await output.WriteLineAsync("activities   ms/activity   of it own CPU   ms/bare transaction   ratio");
        List<Cost> costs = [];
        foreach (var size in Sizes)
        {
            var bare = await TransactionsAsync(azurite.ConnectionString, size, cancellationToken);
            var cost = await OrchestrationAsync(azurite.ConnectionString, size, cancellationToken);
            costs.Add(cost);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{size,10}   {cost.Elapsed,11:F2}   {cost.Cpu,13:F2}   {bare,19:F2}   {cost.Elapsed / bare,5:F2}"));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Sizes[^1]} to {Sizes[0]}: {costs[^1].Elapsed / costs[0].Elapsed:F2} elapsed, {costs[^1].Cpu / costs[0].Cpu:F2} own CPU"));
    }

    /// <returns>Per activity, the instance's start and end included.</returns>
    private static async Task<Cost> OrchestrationAsync(string connectionString, int activities, CancellationToken cancellationToken)
    {
        var registry = new TaskHubRegistry();
        registry.AddActivity("AddOne", (call, _) =>
            Task.FromResult<object?>(int.Parse(call.SerializedInput!, CultureInfo.InvariantCulture) + 1));
        registry.AddOrchestrator("Chain", async context =>
        {
            var count = 0;
            while (count < activities)
                count = await context.CallActivityAsync<int>("AddOne", count);
            return count;
        });
        await using var hub = new TaskHub(
            new TaskHubOptions { HubName = Name() },
            registry,
            new TableServiceClient(connectionString),
            new BlobServiceClient(connectionString),
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await hub.StartAsync(cancellationToken);

        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Chain", cancellationToken);
        var end = await hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellationToken);
        watch.Stop();
        cpu = Environment.CpuUsage.TotalTime - cpu;
        if (end.ReadOutputAs<int>() != activities)
            throw new InvalidOperationException($"The chain ended at {end.SerializedOutput} ({end.RuntimeStatus}).");
        await hub.StopAsync(cancellationToken);
        return new Cost(watch.Elapsed.TotalMilliseconds / activities, cpu.TotalMilliseconds / activities);
    }

    /// <returns>Milliseconds per transaction that writes what a turn with one activity writes: four events and the sentinel.</returns>
    private static async Task<double> TransactionsAsync(string connectionString, int transactions, CancellationToken cancellationToken)
    {
        var table = new TableServiceClient(connectionString).GetTableClient(Name());
        await table.CreateIfNotExistsAsync(cancellationToken);
        var sentinel = await table.AddEntityAsync(new TableEntity("p", "sentinel"), cancellationToken);
        var version = sentinel.Headers.ETag!.Value;

        var watch = Stopwatch.StartNew();
        for (var i = 0; i < transactions; i++)
        {
            var turn = i;
            List<TableTransactionAction> actions =
            [
                new(TableTransactionActionType.UpdateReplace, Event("sentinel", "sentinel"), version),
                .. Enumerable.Range(0, 4).Select(n => new TableTransactionAction(
                    TableTransactionActionType.Add, Event($"{(turn * 4) + n:X16}", "TaskScheduled"))),
            ];
            var answer = await table.SubmitTransactionAsync(actions, cancellationToken);
            version = answer.Value[0].Headers.ETag!.Value;
        }

        return watch.Elapsed.TotalMilliseconds / transactions;
    }

    private static TableEntity Event(string rowKey, string type) => new("p", rowKey)
    {
        ["EventType"] = type,
        ["EventId"] = 1,
        ["_Timestamp"] = DateTimeOffset.UnixEpoch,
        ["ExecutionId"] = "0123456789abcdef0123456789abcdef",
        ["Name"] = "AddOne",
        ["Input"] = "4999",
    };

    /// <summary>In milliseconds. On a busy machine the CPU time says more.</summary>
    private readonly record struct Cost(double Elapsed, double Cpu);

    private static string Name() => $"B{Guid.NewGuid():N}";
}
