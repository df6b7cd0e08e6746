using System.Collections.Concurrent;
using System.Globalization;
using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Recovery;

/// <summary>
/// One production-like orchestration, killed at its first write, at its second, and so on to its last, each time with the fatal
/// write arriving and not arriving. Every time it must come to the same end.
/// </summary>
[Collection(Storage.Name)]
public sealed class KillAnywhereTests(AzuriteFixture azurite)
{
    private const string Id = "production";
    private const int EnoughWrites = 100;

    [Fact]
    public async Task Killed_at_any_write_it_ends_as_if_nothing_had_happened()
    {
        var kills = 0;
        for (var write = 1; write <= EnoughWrites; write++)
        {
            var survived = await KillAndResumeAsync(write, lastWriteArrives: false);
            await KillAndResumeAsync(write, lastWriteArrives: true);
            if (survived)
                break;
            kills++;
        }

        // The orchestration takes some twenty writes; fewer would mean that this test kills nothing.
        Assert.InRange(kills, 15, EnoughWrites - 1);
    }

    /// <returns>Whether it ended before the fatal write.</returns>
    private async Task<bool> KillAndResumeAsync(int write, bool lastWriteArrives)
    {
        var runs = new ConcurrentBag<string>();
        using var transport = new FailingTransport(write, lastWriteArrives);
        await using var hub = new TestHub(azurite.ConnectionString)
        {
            Tables = transport.Tables(azurite.ConnectionString),
            Blobs = transport.Blobs(azurite.ConnectionString),
        };
        AddFunctions(hub, runs);
        var first = FirstLifeAsync(hub);
        await Task.WhenAny(first, transport.Died);
        var survived = first.IsCompletedSuccessfully;
        await hub.CrashAsync();

        hub.Tables = new(azurite.ConnectionString);
        hub.Blobs = new(azurite.ConnectionString);
        var committed = await CommittedActivitiesAsync(hub);
        var before = runs.ToList();
        await hub.StartAsync();
        await EnsureStartedAsync(hub.Client);
        var end = await hub.EndOfAsync(Id);
        Assert.True(end.FailureDetails is null, $"write {write}, arrives: {lastWriteArrives}: {end.FailureDetails}");

        Assert.Equal(Expected, end.ReadOutputAs<string>());
        Assert.Equal("""{"stage":"done"}""", end.SerializedCustomStatus);
        var again = runs.GroupBy(run => run).Where(run => run.Count() > before.Count(earlier => earlier == run.Key)).Select(run => run.Key);
        Assert.Empty(committed.Intersect(again));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndOfAsync("child")).RuntimeStatus);
        Assert.Equal("hello", (await hub.EndOfAsync("listener")).ReadOutputAs<string>());
        return survived;
    }

    private static string Expected => "2 3 4 5 6 30003 child:7 retried";

    private static async Task FirstLifeAsync(TestHub hub)
    {
        await hub.StartAsync();
        await EnsureStartedAsync(hub.Client);
        await hub.EndOfAsync(Id);
        await hub.EndOfAsync("listener");
    }

    /// <param name="client">Of one life: what is still under way when the hub dies must not go on in its next one.</param>
    private static async Task EnsureStartedAsync(DurableTaskClient client)
    {
        foreach (var (name, id) in (IEnumerable<(string, string)>)[("Listen", "listener"), ("Produce", Id)])
        {
            if (await client.GetInstanceAsync(id) is null)
                await client.ScheduleNewOrchestrationInstanceAsync(name, 1, new StartOrchestrationOptions(id));
        }
    }

    private static async Task<List<string>> CommittedActivitiesAsync(TestHub hub)
    {
        await using var reader = hub.Create();
        var history = await reader.GetHistoryAsync(Id, CancellationToken.None) ?? [];
        var done = history
            .Where(record => record.EventType == HistoryEventType.TaskCompleted)
            .Select(record => record.TaskScheduledId)
            .ToHashSet();
        return [.. history
            .Where(record => record.EventType == HistoryEventType.TaskScheduled && done.Contains(record.EventId))
            .Select(record => record.Input!)];
    }

    private static void AddFunctions(TestHub hub, ConcurrentBag<string> runs)
    {
        var failures = new ConcurrentDictionary<string, bool>();
        hub.Orchestrator("Produce", ProduceAsync)
            .Orchestrator("Child", async context => $"child:{await context.CallActivityAsync<int>("AddOne", 6)}")
            .Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("Greeting"))
            .Activity("AddOne", input =>
            {
                runs.Add(input!);
                return int.Parse(input!, CultureInfo.InvariantCulture) + 1;
            })
            .Activity("Large", input => new string('x', 30_000) + JsonText.Read<int>(input))
            .Activity("FailOnce", _ => failures.TryAdd("failed", true) ? throw new IOException("once") : "retried");
    }

    private static async Task<object?> ProduceAsync(TaskOrchestrationContext context)
    {
        // The first run continues as new at once, so that the turn between two runs is killed as well.
        if (context.GetInput<int>() == 1)
        {
            context.ContinueAsNew(2);
            return null;
        }

        context.SetCustomStatus(new { stage = "working" });
        context.SendEvent("listener", "Greeting", "hello");
        var parts = new List<int> { await context.CallActivityAsync<int>("AddOne", 1) };
        parts.AddRange(await Task.WhenAll(Enumerable.Range(2, 3).Select(i => context.CallActivityAsync<int>("AddOne", i))));
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        parts.Add(await context.CallActivityAsync<int>("AddOne", 5));
        var large = await context.CallActivityAsync<string>("Large", 123);
        var child = await context.CallSubOrchestratorAsync<string>("Child", options: new SubOrchestrationOptions(instanceId: "child"));
        var retry = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1)));
        var retried = await context.CallActivityAsync<string>("FailOnce", options: retry);
        context.SetCustomStatus(new { stage = "done" });
        return $"{string.Join(' ', parts)} {large.Length} {child} {retried}";
    }
}
