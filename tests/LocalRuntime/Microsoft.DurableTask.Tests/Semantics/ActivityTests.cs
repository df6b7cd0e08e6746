using System.Collections.Concurrent;
using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class ActivityTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_activitys_result_comes_back_to_the_orchestrator()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Greet", async context => await context.CallActivityAsync<string>("hello", context.GetInput<string>()))
            .Activity("Hello", input => $"Hello, {input}!");
        await hub.StartAsync();

        var end = await hub.RunAsync("greet", "Ann");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("Hello, \"Ann\"!", end.ReadOutputAs<string>());
        Assert.Equal("Ann", end.ReadInputAs<string>());
        Assert.Null(end.FailureDetails);
    }

    [Fact]
    public async Task An_unhandled_activity_failure_fails_the_orchestration_in_the_official_words()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Run", async context =>
            {
                await context.CallActivityAsync("Fine");
                return await context.CallActivityAsync<string>("Broken");
            })
            .Activity("Fine", _ => 1)
            .Activity("Broken", (Func<string?, object?>)(_ => throw new InvalidDataException("no such beat", new IOException("disk"))));
        await hub.StartAsync();

        var end = await hub.RunAsync("Run");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        var failure = end.FailureDetails!;
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", failure.ErrorType);
        Assert.Equal("Task 'Broken' (#1) failed with an unhandled exception: no such beat", failure.ErrorMessage);
        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.Equal("System.IO.InvalidDataException", failure.InnerFailure!.ErrorType);
        Assert.True(failure.InnerFailure.IsCausedBy<SystemException>());
        Assert.False(failure.InnerFailure.IsCausedBy<IOException>());
        Assert.True(failure.InnerFailure.InnerFailure!.IsCausedBy<IOException>());
        Assert.Null(end.SerializedOutput);
    }

    [Fact]
    public async Task A_failure_can_be_caught_and_the_orchestration_goes_on()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Run", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Broken");
                }
                catch (TaskFailedException failure)
                {
                    return $"{failure.TaskName}/{failure.TaskId}/{failure.FailureDetails.ErrorType}/"
                        + await context.CallActivityAsync<int>("Fine");
                }

                return null;
            })
            .Activity("Fine", _ => 7)
            .Activity("Broken", (Func<string?, object?>)(_ => throw new TimeoutException("late")));
        await hub.StartAsync();

        var end = await hub.RunAsync("Run");

        Assert.Equal("Broken/0/System.TimeoutException/7", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Unknown_names_fail_with_a_sentence()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Nowhere"));
        await hub.StartAsync();

        var activity = await hub.RunAsync("Run");
        var orchestrator = await hub.RunAsync("Nothing");

        Assert.Equal(
            "Task 'Nowhere' (#0) failed with an unhandled exception: No activity task named 'Nowhere' was found.",
            activity.FailureDetails!.ErrorMessage);
        Assert.Equal("OrchestratorTaskNotFound", orchestrator.FailureDetails!.ErrorType);
        Assert.Equal("No orchestrator task named 'Nothing' was found.", orchestrator.FailureDetails.ErrorMessage);
    }

    [Fact]
    public async Task A_thousand_activities_fan_out_and_in_within_the_limit()
    {
        const int limit = 5;
        var running = 0;
        var most = 0;
        // None ends before as many run as may: a busy machine would run one after the other.
        var atLimit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = new TestHub(azurite.ConnectionString) { MaxConcurrentActivities = limit }
            .Orchestrator("Sum", async context =>
            {
                var parts = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => context.CallActivityAsync<int>("Part", i)));
                return parts.Sum();
            })
            .Activity("Part", async input =>
            {
                var together = Interlocked.Increment(ref running);
                InterlockedMax(ref most, together);
                if (together == limit)
                    atLimit.TrySetResult();
                await atLimit.Task;
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return int.Parse(input!, System.Globalization.CultureInfo.InvariantCulture);
            });
        await hub.StartAsync();

        var end = await hub.RunAsync("Sum");

        Assert.Equal(499_500, end.ReadOutputAs<int>());
        Assert.Equal(limit, most);
    }

    [Fact]
    public async Task An_instance_with_many_activities_does_not_hold_up_one_with_a_single_one()
    {
        var order = new ConcurrentQueue<string>();
        var manyHaveBegun = new TaskCompletionSource();
        var oneIsQueued = new TaskCompletionSource();
        await using var hub = new TestHub(azurite.ConnectionString) { MaxConcurrentActivities = 1 }
            .Orchestrator("Many", async context =>
            {
                await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => context.CallActivityAsync("Note", "many")));
                return null;
            })
            .Orchestrator("One", async context =>
            {
                var note = context.CallActivityAsync("Note", "one");
                context.SetCustomStatus("asked");
                await note;
                return null;
            })
            .Activity("Note", async input =>
            {
                order.Enqueue(input!);
                manyHaveBegun.TrySetResult();
                await oneIsQueued.Task;
                return null;
            });
        await hub.StartAsync();

        var many = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Many");
        await manyHaveBegun.Task;
        var one = await hub.Client.ScheduleNewOrchestrationInstanceAsync("One");
        await hub.Client.WaitForInstanceStartAsync(one);
        oneIsQueued.SetResult();
        await hub.EndOfAsync(many);
        await hub.EndOfAsync(one);

        // One of the many runs, one more may have had its turn already; then it is the single one's.
        Assert.InRange(order.ToList().IndexOf("\"one\""), 1, 2);
    }

    [Fact]
    public async Task Large_inputs_and_results_go_through_blobs_and_come_back_whole()
    {
        var large = new string('ä', 40_000) + "\u0001\"end";
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Echo", async context =>
            {
                var echo = await context.CallActivityAsync<string>("Echo", context.GetInput<string>());
                await context.WaitForExternalEvent<string>("Go");
                return echo;
            })
            .Activity("Echo", input => JsonText.Read<string>(input));
        await hub.StartAsync();

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", large);
        await hub.Client.RaiseEventAsync(id, "Go", large);
        var end = await hub.EndOfAsync(id);

        Assert.Equal(large, end.ReadInputAs<string>());
        Assert.Equal(large, end.ReadOutputAs<string>());
        var completed = (await hub.HistoryOfAsync(id)).Single(record => record.EventType == HistoryEventType.TaskCompleted);
        Assert.Equal(large, JsonText.Read<string>(completed.Result));
        var row = await hub.Instances.GetEntityAsync<Azure.Data.Tables.TableEntity>(id, "");
        Assert.Null(row.Value.GetString("Input"));
        Assert.StartsWith($"{id}/", row.Value.GetString("InputBlobName"), StringComparison.Ordinal);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Another thread was faster; look again.
        }
    }
}
