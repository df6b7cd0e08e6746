using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Semantics;

[Collection(Storage.Name)]
public sealed class RetryTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_policy_retries_after_growing_waits_up_to_the_longest()
    {
        var policy = new RetryPolicy(5, TimeSpan.FromMinutes(1), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(5));
        var (end, waits, attempts) = await RunAsync(TaskOptions.FromRetryPolicy(policy), succeedsAt: 5);

        Assert.Equal("attempt 5", end.ReadOutputAs<string>());
        Assert.Equal(5, attempts);
        Assert.Equal([1.0, 3.0, 5.0, 5.0], waits);
    }

    [Fact]
    public async Task The_last_failure_comes_through_when_the_attempts_are_used_up()
    {
        var (end, waits, attempts) = await RunAsync(new RetryPolicy(3, TimeSpan.FromMinutes(1)).AsOptions(), succeedsAt: 99);

        Assert.Equal(3, attempts);
        Assert.Equal(2, waits.Count);
        // Two timers lie between the three calls.
        Assert.Equal("Task 'Flaky' (#4) failed with an unhandled exception: attempt 3", end.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task Failures_that_are_not_handled_are_not_retried()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromMinutes(1)) { HandleFailure = failure => failure.IsCausedBy<IOException>() };

        Assert.Equal(1, (await RunAsync(policy.AsOptions(), succeedsAt: 99)).Attempts);
    }

    [Fact]
    public async Task A_failure_handler_that_throws_fails_the_orchestration()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromMinutes(1)) { HandleFailure = _ => throw new NotImplementedException("oops") };
        var (end, _, attempts) = await RunAsync(policy.AsOptions(), succeedsAt: 99);

        Assert.Equal(1, attempts);
        Assert.True(end.FailureDetails!.IsCausedBy<NotImplementedException>());
    }

    [Fact]
    public async Task No_retry_starts_after_the_timeout()
    {
        var policy = new RetryPolicy(99, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(3));

        Assert.Equal(4, (await RunAsync(policy.AsOptions(), succeedsAt: 99)).Attempts);
    }

    [Fact]
    public async Task A_handler_decides_in_orchestrator_code()
    {
        List<int> seen = [];
        var options = TaskOptions.FromRetryHandler(async retry =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
                seen.Add(retry.LastAttemptNumber);
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(2), retry.CancellationToken);
            return retry.LastFailure.IsCausedBy<InvalidOperationException>() && retry.TotalRetryTime < TimeSpan.FromMinutes(4);
        });
        var (_, waits, attempts) = await RunAsync(options, succeedsAt: 99);

        Assert.Equal(3, attempts);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(3, waits.Count);
    }

    [Theory]
    [InlineData(0, 1, 1.0, null)]
    [InlineData(1, 0, 1.0, null)]
    [InlineData(1, 2, 0.5, null)]
    [InlineData(1, 2, 1.0, 1)]
    public void Policies_that_make_no_sense_are_refused(int attempts, int firstSeconds, double coefficient, int? maxSeconds)
    {
        var longest = maxSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        Assert.Throws<ArgumentOutOfRangeException>(
            () => new RetryPolicy(attempts, TimeSpan.FromSeconds(firstSeconds), coefficient, longest));
    }

    private async Task<(OrchestrationMetadata End, List<double> WaitMinutes, int Attempts)> RunAsync(TaskOptions options, int succeedsAt)
    {
        var time = ManualTime.Start();
        var attempts = 0;
        await using var hub = new TestHub(azurite.ConnectionString) { Time = time }
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Flaky", options: options))
            .Activity("Flaky", _ => ++attempts == succeedsAt
                ? $"attempt {attempts}"
                : throw new InvalidOperationException($"attempt {attempts}"));
        await hub.StartAsync();
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Run");
        await hub.AdvanceUntilEndAsync(time, id);

        var history = await hub.HistoryOfAsync(id);
        var turn = default(DateTimeOffset);
        List<double> waits = [];
        foreach (var record in history)
        {
            turn = record.EventType == HistoryEventType.OrchestratorStarted ? record.Timestamp : turn;
            if (record.EventType == HistoryEventType.TimerCreated)
                waits.Add((record.FireAt!.Value - turn).TotalMinutes);
        }

        return (await hub.EndOfAsync(id), waits, attempts);
    }
}

internal static class RetryPolicyOptions
{
    public static TaskOptions AsOptions(this RetryPolicy policy) => TaskOptions.FromRetryPolicy(policy);
}
