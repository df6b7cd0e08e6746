using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class InstanceManagementTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_scheduled_instance_can_be_read_as_soon_as_it_is_scheduled()
    {
        await using var hub = Waiting();
        await hub.StartAsync();

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "in");
        var instance = (await hub.Client.GetInstanceAsync(id))!;

        Assert.Equal("Wait", instance.Name);
        Assert.Null(instance.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => instance.ReadInputAs<string>());
        Assert.Null(await hub.Client.GetInstanceAsync("unknown"));
        Assert.Null(await hub.Client.GetInstanceAsync(new string('x', 3000)));
        Assert.Null(await hub.Client.GetInstanceAsync("a/b#"));
    }

    [Fact]
    public async Task A_running_id_is_refused_and_a_finished_one_starts_anew()
    {
        await using var hub = Waiting();
        await hub.StartAsync();
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same"));

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("same")));
        await hub.Client.RaiseEventAsync("same", "Go", new string('x', 50_000));
        await hub.EndOfAsync("same");
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "again", new StartOrchestrationOptions("same"));
        await hub.Client.RaiseEventAsync("same", "Go", "second");
        var end = await hub.EndOfAsync("same");

        Assert.Equal("same", refused.InstanceId);
        Assert.Equal("An orchestration instance with id 'same' already exists and has not finished.", refused.Message);
        Assert.Equal("second", end.ReadOutputAs<string>());
        Assert.Single(await hub.HistoryOfAsync("same"), record => record.EventType == HistoryEventType.ExecutionStarted);
        await hub.UntilNoLargeMessagesAsync("same");
    }

    [Theory]
    [InlineData("a/b", @"An instance id has none of '/', '\', '?' and '#'.")]
    [InlineData("@entity", "An instance id does not start with '@'.")]
    [InlineData("tab\there", "An instance id has no control characters.")]
    [InlineData("..", "An instance id is not '.' or '..', which vanish from a URL.")]
    public async Task Ids_that_cannot_be_are_refused(string id, string sentence)
    {
        await using var hub = Waiting();
        await hub.StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id)));

        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_but_legal_ids_work_throughout()
    {
        await using var hub = Waiting();
        await hub.StartAsync();
        foreach (var id in (string[])["it's", "50% & more", "a.", "ключ", new string('i', 256)])
        {
            await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new string('n', 40_000), new StartOrchestrationOptions(id));
            await hub.Client.RaiseEventAsync(id, "Go", "ok");

            Assert.Equal("ok", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
            Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
            await hub.UntilNoLargeMessagesAsync(id);
        }
    }

    [Fact]
    public async Task Terminating_ends_the_instance_with_the_given_output_while_its_activity_runs_on()
    {
        var begun = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        var finished = new TaskCompletionSource();
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Long"))
            .Activity("Long", async _ =>
            {
                begun.SetResult();
                await finish.Task;
                finished.SetResult();
                return "too late";
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Run");
        await begun.Task;

        await hub.Client.TerminateInstanceAsync(id, output: "stopped");
        var end = (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
        finish.SetResult();
        await finished.Task;

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("stopped", end.ReadOutputAs<string>());
        await Assert.ThrowsAsync<OrchestrationFinishedException>(() => hub.Client.TerminateInstanceAsync(id));
        Assert.Contains(await hub.HistoryOfAsync(id), record => record.EventType == HistoryEventType.ExecutionTerminated);
    }

    [Fact]
    public async Task A_suspended_instance_keeps_what_happens_until_it_is_resumed_even_across_a_crash()
    {
        await using var hub = Waiting();
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.Client.SuspendInstanceAsync(id, "lunch");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await hub.Client.RaiseEventAsync(id, "Go", "kept");
        await hub.CrashAsync();
        await hub.StartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal("kept", (await hub.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(
            "lunch", (await hub.HistoryOfAsync(id)).Single(record => record.EventType == HistoryEventType.ExecutionSuspended).Reason);
    }

    [Fact]
    public async Task The_custom_status_is_seen_while_the_instance_runs_and_stays_at_its_end()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Stages", async context =>
            {
                context.SetCustomStatus(new { stage = "one" });
                await context.WaitForExternalEvent<string>("Go");
                context.SetCustomStatus(new { stage = "two" });
                return null;
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Stages");

        await TestHubWaits.UntilAsync(async () =>
            (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.SerializedCustomStatus == """{"stage":"one"}""");
        await hub.Client.RaiseEventAsync(id, "Go");

        Assert.Equal("""{"stage":"two"}""", (await hub.EndOfAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task A_custom_status_over_16_KB_fails_the_orchestrator()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Big", context =>
            {
                context.SetCustomStatus(new string('x', 8 * 1024));
                return Task.FromResult<object?>(null);
            });
        await hub.StartAsync();

        var failure = (await hub.RunAsync("Big")).FailureDetails!;

        Assert.True(failure.IsCausedBy<ArgumentException>());
        Assert.StartsWith("The custom status is larger than 16384 bytes.", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_filter_and_page()
    {
        var time = ManualTime.Start();
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Done", context => Task.FromResult<object?>(context.GetInput<int>()))
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await hub.RunAsync("Done", i, $"done-{i}");
            time.Advance(TimeSpan.FromHours(1));
        }

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("wait-0"));
        await hub.Client.WaitForInstanceStartAsync("wait-0");
        var start = ManualTime.Start().GetUtcNow();

        Assert.Equal(6, (await hub.IdsAsync(new OrchestrationQuery())).Count);
        Assert.Equal(["wait-0"], await hub.IdsAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(["wait-0"], await hub.IdsAsync(new OrchestrationQuery(InstanceIdPrefix: "wait-")));
        Assert.Equal(
            ["done-1", "done-2"],
            await hub.IdsAsync(new OrchestrationQuery(CreatedFrom: start.AddHours(1), CreatedTo: start.AddHours(2))));
        Assert.Empty(await hub.IdsAsync(new OrchestrationQuery(TaskHubNames: ["other"])));

        List<string> paged = [];
        string? token = null;
        do
        {
            var query = new OrchestrationQuery(
                PageSize: 2, ContinuationToken: token, FetchInputsAndOutputs: true, InstanceIdPrefix: "done-");
            await foreach (var page in hub.Client.GetAllInstancesAsync(query).AsPages())
            {
                Assert.InRange(page.Values.Count, 0, 2);
                paged.AddRange(page.Values.Select(instance => $"{instance.InstanceId}={instance.ReadOutputAs<int>()}"));
                token = page.ContinuationToken;
                break;
            }
        }
        while (token is not null);
        Assert.Equal(["done-0=0", "done-1=1", "done-2=2", "done-3=3", "done-4=4"], paged);
    }

    [Fact]
    public async Task Purging_removes_history_row_and_blobs_of_finished_instances_only()
    {
        await using var hub = Waiting();
        await hub.StartAsync();
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new string('x', 50_000), new StartOrchestrationOptions("p"));

        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("p")).PurgedInstanceCount);
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("unknown")).PurgedInstanceCount);
        await hub.Client.RaiseEventAsync("p", "Go", new string('y', 50_000));
        await hub.EndOfAsync("p");
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("p")).PurgedInstanceCount);

        Assert.Null(await hub.Client.GetInstanceAsync("p"));
        Assert.Null(await hub.Hub.GetHistoryAsync("p", CancellationToken.None));
        await hub.UntilRowsAsync("p", rows => rows == 0);
        await hub.UntilNoLargeMessagesAsync("p");
    }

    [Fact]
    public async Task Purging_by_filter_takes_what_matches_and_has_finished()
    {
        await using var hub = Waiting();
        await hub.StartAsync();
        foreach (var id in (string[])["a", "b", "c"])
            await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id));
        await hub.Client.TerminateInstanceAsync("a");
        await hub.Client.RaiseEventAsync("b", "Go", "");
        await hub.EndOfAsync("b");

        var onlyTerminated = new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Terminated]);
        var terminated = await hub.Client.PurgeAllInstancesAsync(onlyTerminated);
        var rest = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedFrom: DateTimeOffset.UtcNow.AddDays(-1)));

        Assert.Equal(1, terminated.PurgedInstanceCount);
        Assert.Equal(1, rest.PurgedInstanceCount);
        Assert.Equal(["c"], await hub.IdsAsync(new OrchestrationQuery()));
    }

    private TestHub Waiting() => new TestHub(azurite.ConnectionString)
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
}
