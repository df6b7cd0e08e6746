using AudioFunctions.Platform;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace AudioFunctions.Tests.Platform;

/// <summary>The engine is a mock, to control what happens between its responses.</summary>
public sealed class OrchestrationsTests
{
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly InvalidOperationException _refusal = new("exists already");
    private int _accepted;

    [Fact]
    public async Task Running_instance_is_joined()
    {
        Refuse(times: 10);
        Instance(OrchestrationRuntimeStatus.Running);

        var joined = await StartAsync();

        Assert.Equal("id", joined!.InstanceId);
        Assert.Equal(1, Starts());
    }

    [Fact]
    public async Task Instance_that_ended_after_the_refusal_is_started_again()
    {
        Refuse(times: 1);
        Instance(OrchestrationRuntimeStatus.Completed);

        Assert.Null(await StartAsync());

        Assert.Equal(2, Starts());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(null)]
    public async Task Persistent_failure_is_rethrown(OrchestrationRuntimeStatus? earlier)
    {
        Refuse(times: 10);
        Instance(earlier);

        Assert.Same(_refusal, await Assert.ThrowsAsync<InvalidOperationException>(StartAsync));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task Instance_that_must_run_once_is_not_started_again(OrchestrationRuntimeStatus status)
    {
        Refuse(times: 1);
        Instance(status);

        await Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => false, default);

        Assert.Equal(1, Starts());
    }

    [Fact]
    public async Task Silently_ignored_start_finds_the_existing_instance()
    {
        Refuse(times: 0);
        Instance(OrchestrationRuntimeStatus.Running);

        var once = await Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => false, default);
        var joined = await Orchestrations.StartOrJoinAsync(_client.Object, "Name", "id", new object(), _ => false, default);

        Assert.Equal(["id", "id"], [once!.InstanceId, joined!.InstanceId]);
    }

    [Fact]
    public async Task Start_that_was_ignored_for_an_instance_that_has_ended_is_retried()
    {
        Refuse(times: 0);
        Instance(OrchestrationRuntimeStatus.Completed);
        var looks = 0;

        Assert.Null(await Orchestrations.StartOrJoinAsync(_client.Object, "Name", "id", new object(), _ => ++looks == 3, default));

        Assert.Equal(3, Starts());
    }

    [Fact]
    public async Task Instance_that_appears_late_is_awaited()
    {
        Refuse(times: 0);
        var looks = 0;
        _client.Setup(client => client.GetInstanceAsync("id", It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => ++looks < 3 ? null : new OrchestrationMetadata("Name", "id"));

        Assert.Null(await StartAsync());

        Assert.Equal((1, 3), (Starts(), looks));
    }

    [Fact]
    public async Task Start_whose_response_was_lost_is_recognized()
    {
        Refuse(times: 1);
        Instance(OrchestrationRuntimeStatus.Running);

        Assert.Null(await Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => true, default));
    }

    [Fact]
    public async Task Failure_of_the_first_start_is_rethrown()
    {
        Refuse(times: 1);
        Instance(null);

        var start = () => Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => true, default);

        Assert.Same(_refusal, await Assert.ThrowsAsync<InvalidOperationException>(start));
    }

    /// <summary>If any start is refused, the first is, so an instance after more than one start belongs to this call.</summary>
    private Task<OrchestrationMetadata?> StartAsync() =>
        Orchestrations.StartOrJoinAsync(_client.Object, "Name", "id", new object(), _ => _accepted > 0, default);

    private int Starts() => _client.Invocations.Count(call => call.Method.Name == nameof(DurableTaskClient.ScheduleNewOrchestrationInstanceAsync));

    private void Refuse(int times) =>
        _client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns(() => times-- > 0 ? throw _refusal : Task.FromResult($"id {++_accepted}"));

    private void Instance(OrchestrationRuntimeStatus? status) =>
        _client.Setup(client => client.GetInstanceAsync("id", It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(status is { } known ? new OrchestrationMetadata("Name", "id") { RuntimeStatus = known } : null);
}
