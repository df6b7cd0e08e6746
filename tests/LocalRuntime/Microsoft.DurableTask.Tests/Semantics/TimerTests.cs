using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class TimerTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_timer_of_months_fires_when_its_time_has_come_and_not_before()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Wait", async context =>
            {
                var before = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromDays(90), CancellationToken.None);
                return (context.CurrentUtcDateTime - before).TotalDays;
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.UntilAsync(id, HistoryEventType.TimerCreated);

        time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMilliseconds(1));
        await hub.Client.RaiseEventAsync(id, "JustToHaveATurn");
        Assert.DoesNotContain(await hub.HistoryOfAsync(id), record => record.EventType == HistoryEventType.TimerFired);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var end = await hub.EndOfAsync(id);

        Assert.Equal(90, end.ReadOutputAs<double>());
    }

    [Fact]
    public async Task A_timer_that_came_due_while_the_hub_was_down_fires_at_the_next_start()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return "done";
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.UntilAsync(id, HistoryEventType.TimerCreated);
        await hub.StopAsync();

        time.Advance(TimeSpan.FromHours(2));
        await hub.StartAsync();
        await TickUntilEndAsync(hub, time, id);

        Assert.Equal("done", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_throws_into_the_orchestrator_and_never_fires()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Race", async context =>
            {
                using var stop = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromMinutes(5), stop.Token);
                await context.WaitForExternalEvent<int>("Go");
                stop.Cancel();
                try
                {
                    await timer;
                }
                catch (TaskCanceledException)
                {
                    await context.WaitForExternalEvent<int>("Again");
                    return "cancelled";
                }

                return "fired";
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Race");
        await hub.Client.RaiseEventAsync(id, "Go", 1);

        time.Advance(TimeSpan.FromMinutes(10));
        await hub.Client.RaiseEventAsync(id, "Again", 1);
        var end = await hub.EndOfAsync(id);

        Assert.Equal("cancelled", end.ReadOutputAs<string>());
        Assert.DoesNotContain(await hub.HistoryOfAsync(id), record => record.EventType == HistoryEventType.TimerFired);
    }

    [Fact]
    public async Task An_instance_scheduled_for_later_is_pending_until_then()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Later", context => Task.FromResult<object?>(context.CurrentUtcDateTime));
        await hub.StartAsync();
        var at = time.GetUtcNow().AddHours(3);

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Later", new StartOrchestrationOptions(StartAt: at));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await hub.StopAsync();
        await hub.StartAsync();
        await TickUntilEndAsync(hub, time, id);

        Assert.True((await hub.EndOfAsync(id)).ReadOutputAs<DateTime>() >= at.UtcDateTime);
    }

    // An alarm in the past rings at the clock's next move.
    private static Task TickUntilEndAsync(TestHub hub, ManualTime time, string instanceId) => TestHubWaits.UntilAsync(async () =>
    {
        time.Advance(TimeSpan.FromMinutes(1));
        return (await hub.Client.GetInstanceAsync(instanceId))!.IsCompleted;
    });
}
