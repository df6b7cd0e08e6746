using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class SubOrchestrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_childs_output_comes_back_and_the_child_knows_its_parent()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", 5, new TaskOptions().WithInstanceId("the-child")))
            .Orchestrator("Child", context =>
                Task.FromResult<object?>($"{context.GetInput<int>()} for {context.Parent!.Name} {context.Parent.InstanceId}"));
        await hub.StartAsync();

        var end = await hub.RunAsync("Parent", instanceId: "the-parent");

        Assert.Equal("5 for Parent the-parent", end.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.Client.GetInstanceAsync("the-child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task The_default_child_id_is_the_next_deterministic_guid()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child"))
            .Orchestrator("Child", context => Task.FromResult<object?>(context.InstanceId));
        await hub.StartAsync();

        var childId = (await hub.RunAsync("Parent")).ReadOutputAs<string>()!;

        Assert.True(Guid.TryParseExact(childId, "N", out var guid));
        Assert.Equal(5, guid.Version);
    }

    [Fact]
    public async Task A_failed_child_fails_its_parent_with_the_cause()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child"))
            .Orchestrator("Child", _ => throw new NotSupportedException("not here"));
        await hub.StartAsync();

        var failure = (await hub.RunAsync("Parent")).FailureDetails!;

        Assert.Equal("Task 'Child' (#0) failed with an unhandled exception: not here", failure.ErrorMessage);
        Assert.True(failure.InnerFailure!.IsCausedBy<NotSupportedException>());
    }

    [Fact]
    public async Task A_child_id_that_runs_already_fails_the_call_and_leaves_the_other_alone()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(instanceId: "taken")))
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Child", new StartOrchestrationOptions("taken"));

        var end = await hub.RunAsync("Parent");
        await hub.Client.RaiseEventAsync("taken", "Go", "unharmed");

        Assert.True(end.FailureDetails!.InnerFailure!.IsCausedBy<OrchestrationAlreadyExistsException>());
        Assert.Equal("unharmed", (await hub.EndOfAsync("taken")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminating_a_child_fails_the_parents_call()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(instanceId: "child-to-end")))
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("Never"));
        await hub.StartAsync();
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await TestHubWaits.UntilAsync(async () => await hub.Client.GetInstanceAsync("child-to-end") is not null);

        await hub.Client.TerminateInstanceAsync("child-to-end");

        Assert.Equal(
            "Task 'Child' (#0) failed with an unhandled exception: Orchestration instance 'child-to-end' was terminated.",
            (await hub.EndOfAsync(parent)).FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task Terminating_recursively_ends_the_whole_family_and_purging_recursively_removes_it()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Node", async context =>
            {
                var depth = context.GetInput<int>();
                if (depth > 0)
                {
                    var child = new SubOrchestrationOptions(instanceId: $"node-{depth - 1}");
                    await context.CallSubOrchestratorAsync("Node", depth - 1, child);
                }

                return await context.WaitForExternalEvent<string>("Never");
            });
        await hub.StartAsync();
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Node", 2, new StartOrchestrationOptions("node-2"));
        await TestHubWaits.UntilAsync(async () => await hub.Client.GetInstanceAsync("node-0") is not null);

        await hub.Client.TerminateInstanceAsync("node-2", new TerminateInstanceOptions("over", Recursive: true));

        foreach (var id in (string[])["node-0", "node-1", "node-2"])
        {
            var end = (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
            Assert.Equal("over", end.ReadOutputAs<string>());
        }

        Assert.Equal(3, (await hub.Client.PurgeInstanceAsync("node-2", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync("node-0"));
    }

    [Fact]
    public async Task A_child_that_ended_while_its_parent_was_gone_is_heard_of_after_the_restart()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", options: new SubOrchestrationOptions(instanceId: "orphan")))
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await TestHubWaits.UntilAsync(async () => await hub.Client.GetInstanceAsync("orphan") is { IsRunning: true });

        // Makes the parent lose what it heard: its turn with the child's result never gets committed.
        await hub.CrashAsync();
        var row = (await hub.Instances.GetEntityAsync<Azure.Data.Tables.TableEntity>(parent, "")).Value;
        await hub.Instances.UpdateEntityAsync(
            new Azure.Data.Tables.TableEntity(parent, "") { ["RuntimeStatus"] = "Completed" }, Azure.ETag.All);
        await hub.StartAsync();
        await hub.Client.RaiseEventAsync("orphan", "Go", "late");
        await hub.EndOfAsync("orphan");
        await hub.CrashAsync();
        await hub.Instances.UpdateEntityAsync(
            new Azure.Data.Tables.TableEntity(parent, "") { ["RuntimeStatus"] = row.GetString("RuntimeStatus") }, Azure.ETag.All);
        await hub.StartAsync();

        Assert.Equal("late", (await hub.EndOfAsync(parent)).ReadOutputAs<string>());
    }
}
