using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class DeterminismTests(AzuriteFixture azurite)
{
    private const string Rule = "The orchestrator waits for something other than a durable task.";

    public static TheoryData<string, Func<TaskOrchestrationContext, Task<object?>>> NonDurable => new()
    {
        { "a delay", async context => { await Task.Delay(1); return await context.CallActivityAsync<int>("One"); } },
        { "a thread", context =>
            {
                // The thread ends after the orchestrator has begun to wait for it.
                var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var running = WaitForThreadAsync(context, waiting.Task);
                waiting.SetResult();
                return running;
            }
        },
        { "nothing that ends", async _ => { await new TaskCompletionSource().Task; return null; } },
        { "a delay beside an activity", async context =>
            {
                var activity = context.CallActivityAsync<int>("One");
                await Task.Delay(1);
                await activity;
                return await context.WaitForExternalEvent<int>("Never");
            }
        },
        { "an activity off the scheduler", async context =>
            {
                await context.CallActivityAsync<int>("One").ConfigureAwait(false);
                return await context.CallActivityAsync<int>("One");
            }
        },
        { "a token from outside", async context =>
            {
                using var outside = new CancellationTokenSource();
                var waiting = context.WaitForExternalEvent<int>("Never", outside.Token);
                outside.CancelAfter(1);
                return await waiting;
            }
        },
    };

    private static async Task<object?> WaitForThreadAsync(TaskOrchestrationContext context, Task waiting)
    {
        await Task.Run(() => waiting);
        return await context.CallActivityAsync<int>("One");
    }

    [Theory]
    [MemberData(nameof(NonDurable), DisableDiscoveryEnumeration = true)]
    public async Task Waiting_for_something_not_durable_fails_the_orchestration_instead_of_hanging_it(
        string what, Func<TaskOrchestrationContext, Task<object?>> orchestrator)
    {
        await using var hub = new TestHub(azurite.ConnectionString).Orchestrator("Bad", orchestrator).Activity("One", _ => 1);
        await hub.StartAsync();

        var end = await hub.RunAsync("Bad");

        Assert.True(end.FailureDetails is not null, what);
        Assert.Contains(Rule, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_no_longer_fits_its_history_fails_naming_what_was_and_what_is()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Change", async context =>
            {
                await context.CallActivityAsync("First");
                await context.CallActivityAsync("Second");
                return await context.WaitForExternalEvent<int>("Go");
            })
            .Activity("First", _ => 1).Activity("Second", _ => 2);
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Change");
        await hub.UntilAsync(id, HistoryEventType.TaskCompleted, 2);
        await hub.StopAsync();

        hub.Registry = new TaskHubRegistry();
        hub.Orchestrator("Change", async context =>
        {
            await context.CallActivityAsync("First");
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return null;
        });
        await hub.StartAsync();
        var failure = (await hub.EndOfAsync(id)).FailureDetails!;

        Assert.True(failure.IsCausedBy<NonDeterministicOrchestrationException>());
        Assert.Equal(
            "The orchestrator no longer fits its history: action #1 was activity 'Second' and is now a timer. "
            + "Its code has changed while the instance was running, or depends on something that differs from run to run.",
            failure.ErrorMessage);
    }

    [Fact]
    public async Task Code_that_slips_away_in_its_replay_fails_without_waiting_for_a_message()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("Go"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.UntilAsync(id, HistoryEventType.ExecutionStarted);
        await hub.StopAsync();

        hub.Registry = new TaskHubRegistry();
        hub.Orchestrator("Wait", async context =>
        {
            var go = context.WaitForExternalEvent<string>("Go");
            await Task.Delay(1);
            return await go;
        });
        await hub.StartAsync();

        Assert.Contains(Rule, (await hub.EndOfAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_guids_and_the_order_of_completions_are_the_same_in_a_replay()
    {
        List<string> runs = [];
        List<string> logged = [];
        using var loggers = new ListLoggerFactory(logged);
        await using var hub = new TestHub(azurite.ConnectionString) { LoggerFactory = loggers }
            .Orchestrator("Replay", async context =>
            {
                List<string> seen = [$"{context.CurrentUtcDateTime:o} {context.NewGuid()} {context.NewGuid()}"];
                var tasks = Enumerable.Range(0, 5).Select(i => context.CallActivityAsync<int>("Shuffle", i)).ToList();
                while (tasks.Count > 0)
                {
                    var next = await Task.WhenAny(tasks);
                    tasks.Remove(next);
                    seen.Add($"{await next} {context.CurrentUtcDateTime:o} {context.NewGuid()}");
                }

                async Task<string> Local(int i) => $"{await context.CallActivityAsync<int>("Shuffle", i)} {context.NewGuid()}";
                seen.AddRange(await Task.WhenAll(Local(8), Local(9)));
                context.CreateReplaySafeLogger("orchestrator").LogOnce();
                runs.Add(string.Join('\n', seen));
                await Task.Yield();
                return await context.WaitForExternalEvent<string>("Go");
            })
            .Activity("Shuffle", async input =>
            {
                await Task.Yield();
                return int.Parse(input!, System.Globalization.CultureInfo.InvariantCulture);
            });
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Replay");
        await hub.UntilAsync(id, HistoryEventType.TaskCompleted, 7);
        await hub.CrashAsync();
        await hub.StartAsync();
        await hub.Client.RaiseEventAsync(id, "Go", "end");
        await hub.EndOfAsync(id);

        Assert.Equal(2, runs.Count);
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(9, runs[0].Split('\n', ' ').Where(part => Guid.TryParse(part, out _)).Distinct().Count());
        Assert.Single(logged, line => line.Contains("once", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_orchestrator_that_throws_before_it_waits_fails_the_instance()
    {
        await using var hub = new TestHub(azurite.ConnectionString)
            .Orchestrator("Throw", _ => throw new FormatException("bad input"));
        await hub.StartAsync();

        var end = await hub.RunAsync("Throw");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("System.FormatException: bad input", end.FailureDetails!.ToString());
    }
}
