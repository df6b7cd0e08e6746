using AudioFunctions.Platform;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Moq;

namespace AudioFunctions.Tests.Platform;

/// <summary>The engine is a mock: what matters is what happens between its answers.</summary>
public sealed class OrchestrationsTests
{
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly InvalidOperationException _refusal = new("exists already");
    private int _accepted;

    [Fact]
    public async Task An_instance_that_runs_is_joined()
    {
        Refuse(times: 10);
        Instance(OrchestrationRuntimeStatus.Running);

        var joined = await StartAsync();

        Assert.Equal("id", joined!.InstanceId);
        Assert.Equal(1, Starts());
    }

    [Fact]
    public async Task An_instance_that_ended_between_the_refusal_and_the_look_is_started_anew()
    {
        Refuse(times: 1);
        Instance(OrchestrationRuntimeStatus.Completed);

        Assert.Null(await StartAsync());

        Assert.Equal(2, Starts());
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    [InlineData(null)]
    public async Task What_keeps_failing_is_said(OrchestrationRuntimeStatus? earlier)
    {
        Refuse(times: 10);
        Instance(earlier);

        Assert.Same(_refusal, await Assert.ThrowsAsync<InvalidOperationException>(StartAsync));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running)]
    [InlineData(OrchestrationRuntimeStatus.Completed)]
    public async Task What_is_to_run_once_is_not_started_again(OrchestrationRuntimeStatus status)
    {
        Refuse(times: 1);
        Instance(status);

        await Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => false, default);

        Assert.Equal(1, Starts());
    }

    [Fact]
    public async Task A_start_that_was_ignored_without_a_word_finds_the_one_that_came_first()
    {
        Refuse(times: 0);
        Instance(OrchestrationRuntimeStatus.Running);

        var once = await Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => false, default);
        var joined = await Orchestrations.StartOrJoinAsync(_client.Object, "Name", "id", new object(), _ => false, default);

        Assert.Equal(["id", "id"], [once!.InstanceId, joined!.InstanceId]);
    }

    [Fact]
    public async Task A_start_that_was_ignored_for_one_that_has_ended_by_now_is_tried_again()
    {
        Refuse(times: 0);
        Instance(OrchestrationRuntimeStatus.Completed);
        var looks = 0;

        Assert.Null(await Orchestrations.StartOrJoinAsync(_client.Object, "Name", "id", new object(), _ => ++looks == 3, default));

        Assert.Equal(3, Starts());
    }

    [Fact]
    public async Task An_instance_that_shows_after_a_moment_is_waited_for()
    {
        Refuse(times: 0);
        var looks = 0;
        _client.Setup(client => client.GetInstanceAsync("id", It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => ++looks < 3 ? null : new OrchestrationMetadata("Name", "id"));

        Assert.Null(await StartAsync());

        Assert.Equal((1, 3), (Starts(), looks));
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_its_own()
    {
        Refuse(times: 1);
        Instance(OrchestrationRuntimeStatus.Running);

        Assert.Null(await Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => true, default));
    }

    [Fact]
    public async Task What_could_not_be_started_even_once_is_said()
    {
        Refuse(times: 1);
        Instance(null);

        var start = () => Orchestrations.StartOnceAsync(_client.Object, "Name", "id", new object(), _ => true, default);

        Assert.Same(_refusal, await Assert.ThrowsAsync<InvalidOperationException>(start));
    }

    /// <summary>The first start is refused where any is, so what stands after more than one is this call's.</summary>
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
