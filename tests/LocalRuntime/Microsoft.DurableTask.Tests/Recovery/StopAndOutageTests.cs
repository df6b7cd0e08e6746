using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Recovery;

[Collection(Storage.Name)]
public sealed class StopAndOutageTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_stop_cancels_activities_and_they_run_again_after_the_next_start()
    {
        var begun = new TaskCompletionSource();
        await using var hub = new TestHub(azurite.ConnectionString);
        hub.Orchestrator("Run", async context => await context.CallActivityAsync<string>("Long"));
        hub.Registry.AddActivity("Long", async (_, token) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return "never";
        });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Run");
        await begun.Task;

        await hub.StopAsync();
        hub.Registry = new TaskHubRegistry();
        hub.Orchestrator("Run", async context => await context.CallActivityAsync<string>("Long")).Activity("Long", _ => "second");
        await hub.StartAsync();

        Assert.Equal("second", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_activity_that_finishes_during_the_stop_is_committed_and_not_run_again()
    {
        var runs = 0;
        var begun = new TaskCompletionSource();
        await using var hub = new TestHub(azurite.ConnectionString);
        hub.Orchestrator("Run", async context =>
            await context.CallActivityAsync<string>("Quick") + await context.WaitForExternalEvent<string>("Go"));
        hub.Registry.AddActivity("Quick", async (_, token) =>
        {
            Interlocked.Increment(ref runs);
            begun.SetResult();
            var stopping = new TaskCompletionSource();
            await using var _1 = token.Register(stopping.SetResult);
            await stopping.Task;
            return "saved ";
        });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Run");
        await begun.Task;

        await hub.StopAsync();
        await hub.StartAsync();
        await hub.Client.RaiseEventAsync(id, "Go", "done");

        Assert.Equal("saved done", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_stopped_hub_refuses_messages_and_still_reads()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var client = hub.Client;
        await hub.Hub.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<TaskHubStoppedException>(() => client.RaiseEventAsync(id, "Go"));

        Assert.NotNull(await client.GetInstanceAsync(id));
    }

    [Fact]
    public async Task When_the_storage_goes_away_and_comes_back_everything_goes_on()
    {
        await using var storage = await AzuriteServer.StartAsync();
        var runs = 0;
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        List<string> log = [];
        using var loggers = new ListLoggerFactory(log);
        await using var hub = new TestHub(storage.ConnectionString) { LoggerFactory = loggers }
            .Orchestrator("Run", async context =>
            {
                await context.CallActivityAsync("Once");
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                return await context.CallActivityAsync<string>("Fine");
            })
            .Activity("Once", async _ =>
            {
                Interlocked.Increment(ref runs);
                begun.SetResult();
                await finish.Task;
                return 1;
            })
            .Activity("Fine", _ => "went on");
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Run");
        await begun.Task;

        await storage.StopAsync();
        finish.SetResult();
        await TestHubWaits.UntilAsync(() => Task.FromResult(Complains(log)));
        await storage.StartAgainAsync();

        Assert.Equal("went on", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_sender_whose_message_could_not_be_stored_is_told_when_the_hub_goes()
    {
        await using var storage = await AzuriteServer.StartAsync();
        List<string> log = [];
        using var loggers = new ListLoggerFactory(log);
        await using var hub = new TestHub(storage.ConnectionString) { LoggerFactory = loggers }
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.UntilAsync(id, HistoryEventType.ExecutionStarted);

        await storage.StopAsync();
        var raised = hub.Client.RaiseEventAsync(id, "Go", "lost");
        await TestHubWaits.UntilAsync(() => Task.FromResult(Complains(log)));
        await hub.CrashAsync();

        await Assert.ThrowsAsync<TaskHubStoppedException>(() => raised);
    }

    [Fact]
    public async Task A_start_waits_for_a_storage_that_is_not_there_yet()
    {
        await using var storage = await AzuriteServer.StartAsync();
        await storage.StopAsync();
        List<string> log = [];
        using var loggers = new ListLoggerFactory(log);
        await using var hub = new TestHub(storage.ConnectionString) { LoggerFactory = loggers }
            .Orchestrator("Run", _ => Task.FromResult<object?>("up"));

        var start = hub.StartAsync();
        await TestHubWaits.UntilAsync(() => Task.FromResult(Complains(log)));
        await storage.StartAgainAsync();
        await start;

        Assert.Equal("up", (await hub.RunAsync("Run")).ReadOutputAs<string>());
    }

    private static bool Complains(List<string> log)
    {
        lock (log)
            return log.Exists(line => line.StartsWith("Storage: ", StringComparison.Ordinal));
    }
}
