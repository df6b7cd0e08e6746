using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Recovery;

[Collection(Storage.Name)]
public sealed class OwnershipTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_old_process_loses_its_instances_to_the_new_one_and_spoils_nothing()
    {
        List<string> log = [];
        using var loggers = new ListLoggerFactory(log);
        await using var old = new TestHub(azurite.ConnectionString) { LoggerFactory = loggers };
        var oldAnswers = new TaskCompletionSource<object?>();
        Functions(old, oldAnswers.Task);
        await old.StartAsync();
        var id = await old.Client.ScheduleNewOrchestrationInstanceAsync("Run");
        await old.UntilAsync(id, HistoryEventType.TaskScheduled);

        // The same hub, another process: it takes over while the old one still waits for its activity.
        old.Registry = new TaskHubRegistry();
        Functions(old, Task.FromResult<object?>("new"));
        await using var young = old.Create();
        await young.StartAsync(CancellationToken.None);
        var end = await young.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        oldAnswers.SetResult("old");
        await TestHubWaits.UntilAsync(() => Task.FromResult(Lines(log).Exists(IsTakenOver)));

        Assert.Equal("new", end.ReadOutputAs<string>());
        Assert.Single(Lines(log), IsTakenOver);
        var history = (await young.GetHistoryAsync(id, CancellationToken.None))!;
        Assert.Single(history, record => record.EventType == HistoryEventType.TaskCompleted);
    }

    [Fact]
    public async Task Rows_of_a_turn_that_was_cut_off_are_as_if_never_written()
    {
        await using var hub = new TestHub(azurite.ConnectionString);
        Functions(hub, Task.FromResult<object?>("answer"));
        hub.Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.UntilAsync(id, HistoryEventType.ExecutionStarted);
        await hub.CrashAsync();

        // The first part of a turn too large for one transaction, whose last part never came.
        var last = 0L;
        var execution = "";
        var events = TableClient.CreateQueryFilter($"PartitionKey eq {id} and RowKey lt 'g'");
        await foreach (var row in hub.History.QueryAsync<TableEntity>(events))
        {
            last = HistoryRow.Sequence(row.RowKey);
            execution = row.GetString("ExecutionId");
        }

        foreach (var (type, name) in (IEnumerable<(string, string?)>)[("OrchestratorStarted", null), ("EventRaised", "Go")])
        {
            var torn = new TableEntity(id, HistoryRow.Key(++last))
            {
                ["EventType"] = type,
                ["EventId"] = -1,
                ["_Timestamp"] = DateTimeOffset.UtcNow,
                ["ExecutionId"] = execution,
                ["Input"] = "\"torn\"",
            };
            if (name is not null)
                torn["Name"] = name;
            await hub.History.AddEntityAsync(torn);
        }

        await hub.StartAsync();
        Assert.DoesNotContain(await hub.HistoryOfAsync(id), record => record.EventType == HistoryEventType.EventRaised);
        await hub.Client.RaiseEventAsync(id, "Go", "whole");

        Assert.Equal("whole", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_turn_too_large_for_one_transaction_is_split_and_whole_again_when_read()
    {
        const int Parts = 250;
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Wide", async context =>
            {
                var input = new string('x', 20_000);
                var sizes = await Task.WhenAll(Enumerable.Range(0, Parts).Select(_ => context.CallActivityAsync<int>("Size", input)));
                await context.WaitForExternalEvent<string>("Go");
                return sizes.Sum();
            })
            .Activity("Size", input => JsonText.Read<string>(input)!.Length);
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wide");
        await hub.UntilAsync(id, HistoryEventType.TaskCompleted, Parts);
        await hub.CrashAsync();
        await hub.StartAsync();
        await hub.Client.RaiseEventAsync(id, "Go");

        Assert.Equal(Parts * 20_000, (await hub.EndOfAsync(id)).ReadOutputAs<int>());
        Assert.Equal(Parts, (await hub.HistoryOfAsync(id)).Count(record => record.EventType == HistoryEventType.TaskScheduled));
    }

    [Fact]
    public async Task A_history_that_changed_under_its_owner_is_read_again_and_no_message_is_lost()
    {
        List<string> log = [];
        using var loggers = new ListLoggerFactory(log);
        await using var hub = new TestHub(azurite.ConnectionString) { LoggerFactory = loggers }
            .Orchestrator("Wait", async context =>
                await context.WaitForExternalEvent<string>("A") + await context.WaitForExternalEvent<string>("B"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.RaiseEventAsync(id, "A", "a");

        // What a storage restored from a backup looks like to its owner: the row is its own, the version is not.
        await hub.History.UpdateEntityAsync(new TableEntity(id, HistorySentinel.RowKey) { ["Restored"] = true }, Azure.ETag.All);
        await hub.Client.RaiseEventAsync(id, "B", "b");

        Assert.Equal("ab", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Single(Lines(log), line => line.Contains("went back in time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_status_row_that_lags_behind_its_history_is_put_right_at_the_next_start()
    {
        await using var hub = new TestHub(azurite.ConnectionString);
        Functions(hub, Task.FromResult<object?>("answer"));
        await hub.StartAsync();
        var id = (await hub.RunAsync("Run")).InstanceId;
        await hub.StopAsync();
        await hub.Instances.UpdateEntityAsync(
            new TableEntity(id, "") { ["RuntimeStatus"] = "Running", ["Output"] = "" }, Azure.ETag.All);

        await hub.StartAsync();

        Assert.Equal("answer", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    private static void Functions(TestHub hub, Task<object?> answer) => hub
        .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Answer"))
        .Activity("Answer", _ => answer);

    private static List<string> Lines(List<string> log)
    {
        lock (log)
            return [.. log];
    }

    private static bool IsTakenOver(string line) => line.Contains("belongs to another process now", StringComparison.Ordinal);
}
