using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class ExternalEventTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Event_names_ignore_case_and_events_nobody_waits_for_are_kept_in_order()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Read", async context =>
            {
                await context.WaitForExternalEvent<int>("start");
                var first = await context.WaitForExternalEvent<string>("NOTE");
                var second = await context.WaitForExternalEvent<string>("note");
                return first + second;
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Read");

        await hub.Client.RaiseEventAsync(id, "Note", "a");
        await hub.Client.RaiseEventAsync(id, "nOTE", "b");
        await hub.Client.RaiseEventAsync(id, "START", 1);

        Assert.Equal("ab", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_acknowledged_event_is_in_history_and_survives_a_crash()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Read", async context =>
                await context.WaitForExternalEvent<string>("A") + await context.WaitForExternalEvent<string>("B"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Read");

        await hub.Client.RaiseEventAsync(id, "B", "b");
        await hub.CrashAsync();
        await hub.StartAsync();
        await hub.Client.RaiseEventAsync(id, "A", "a");

        Assert.Equal("ab", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiting_for_an_event_ends_with_the_timeout()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Wait", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromMinutes(3));
                }
                catch (TaskCanceledException)
                {
                    // A wait given up must not swallow the event that comes late.
                    return "late " + await context.WaitForExternalEvent<string>("Go");
                }
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.UntilAsync(id, HistoryEventType.TimerCreated);

        await hub.AdvanceUntilAsync(time, id, HistoryEventType.TimerFired);
        await hub.Client.RaiseEventAsync(id, "Go", "came");

        Assert.Equal("late came", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_in_time_stops_the_timeout()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Wait", async context =>
            {
                var answer = await context.WaitForExternalEvent<string>("Go", TimeSpan.FromMinutes(3));
                await context.WaitForExternalEvent<string>("End");
                return answer;
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.RaiseEventAsync(id, "Go", "came");
        time.Advance(TimeSpan.FromMinutes(5));
        await hub.Client.RaiseEventAsync(id, "End", "");

        Assert.Equal("came", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.DoesNotContain(await hub.HistoryOfAsync(id), record => record.EventType == HistoryEventType.TimerFired);
    }

    [Fact]
    public async Task Orchestrations_send_events_to_each_other()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Ask", async context =>
            {
                context.SendEvent("answerer", "Question", context.InstanceId);
                return await context.WaitForExternalEvent<string>("Answer");
            })
            .Orchestrator("Answer", async context =>
            {
                var asker = await context.WaitForExternalEvent<string>("Question");
                context.SendEvent(asker, "Answer", "yes");
                return "answered";
            });
        await hub.StartAsync();

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Answer", new StartOrchestrationOptions("answerer"));
        var asked = await hub.RunAsync("Ask");

        Assert.Equal("yes", asked.ReadOutputAs<string>());
        Assert.Equal("answered", (await hub.EndOfAsync("answerer")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_to_an_unknown_instance_does_not_hold_up_its_sender()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Send", context =>
            {
                context.SendEvent("nobody", "Hello", 1);
                return Task.FromResult<object?>("sent");
            });
        await hub.StartAsync();

        Assert.Equal("sent", (await hub.RunAsync("Send")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_an_unknown_or_finished_instance_is_refused_in_words()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Done", _ => Task.FromResult<object?>(null));
        await hub.StartAsync();
        await hub.RunAsync("Done", instanceId: "done");

        var finished = await Assert.ThrowsAsync<OrchestrationFinishedException>(() => hub.Client.RaiseEventAsync("done", "Go"));
        var unknown = await Assert.ThrowsAsync<OrchestrationNotFoundException>(() => hub.Client.RaiseEventAsync("who", "Go"));

        Assert.Equal("The orchestration instance with id 'done' has finished.", finished.Message);
        Assert.Equal("There is no orchestration instance with id 'who'.", unknown.Message);
    }

    [Fact]
    public async Task Continuing_as_new_keeps_events_that_were_not_taken_and_starts_an_empty_history()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Count", async context =>
            {
                var state = context.GetInput<List<int>>()!;
                state.Add(await context.WaitForExternalEvent<int>("Next"));
                if (state.Count == 4)
                    return state;
                context.ContinueAsNew(state);
                return null;
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Count", new List<int>());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => hub.Client.RaiseEventAsync(id, "Next", i)));
        var end = await hub.EndOfAsync(id);

        Assert.Equal([0, 1, 2, 3], end.ReadOutputAs<List<int>>()!.Order());
        var history = await hub.HistoryOfAsync(id);
        Assert.Single(history, record => record.EventType == HistoryEventType.ExecutionStarted);
        await hub.UntilRowsAsync(id, rows => rows == history.Count);
    }

    [Fact]
    public async Task Continuing_as_new_can_drop_events_that_were_not_taken()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Forget", async context =>
            {
                var run = context.GetInput<int>();
                var name = await context.WaitForExternalEvent<string>("Go");
                if (run == 1)
                    return name;
                context.ContinueAsNew(run + 1, preserveUnprocessedEvents: false);
                return null;
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Forget", 0);
        await hub.Client.SuspendInstanceAsync(id);
        await hub.Client.RaiseEventAsync(id, "Go", "first");
        await hub.Client.RaiseEventAsync(id, "Other", "dropped");
        await hub.Client.ResumeInstanceAsync(id);

        await hub.Client.RaiseEventAsync(id, "Go", "second");

        Assert.Equal("second", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.DoesNotContain(await hub.HistoryOfAsync(id), record => record.Name == "Other");
    }
}
