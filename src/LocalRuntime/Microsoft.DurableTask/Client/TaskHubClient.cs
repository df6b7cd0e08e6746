using LocalRuntime.DurableTask;

namespace Microsoft.DurableTask.Client;

/// <summary>
/// The client of a hub in the same process. Starting, reading and purging only need the storage; messages need the hub running.
/// </summary>
internal sealed class TaskHubClient(HubServices hub, LiveInstances live) : DurableTaskClient(hub.Options.HubName)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SlowestLook = TimeSpan.FromSeconds(1);

    private InstanceStore Instances => hub.Storage.Instances;

    /// <exception cref="OrchestrationAlreadyExistsException">An instance of that id has not finished.</exception>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var instanceId = options?.InstanceId ?? InstanceIds.New();
        InstanceIds.Require(instanceId);
        var now = hub.Now();
        var start = new InstanceState
        {
            InstanceId = instanceId,
            ExecutionId = InstanceIds.New(),
            Name = orchestratorName,
            Input = hub.Options.DataConverter.Serialize(input),
            CreatedTime = now,
            LastUpdatedTime = now,
            ScheduledStartTime = options?.StartAt?.ToUniversalTime(),
        };
        cancellation.ThrowIfCancellationRequested();
        // A caller who gives up must not leave an instance behind that is stored but does not run.
        await StartAsync(start).WaitAsync(cancellation);
        return instanceId;
    }

    /// <exception cref="OrchestrationNotFoundException"/>
    /// <exception cref="OrchestrationFinishedException"/>
    /// <exception cref="TaskHubStoppedException"/>
    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var raised = new HistoryRecord
        {
            EventType = HistoryEventType.EventRaised,
            Name = eventName,
            Input = hub.Options.DataConverter.Serialize(eventPayload),
        };
        return live.DeliverAsync(instanceId, raised, cancellation);
    }

    /// <inheritdoc cref="RaiseEventAsync(string, string, object, CancellationToken)"/>
    public override async Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var terminated = new HistoryRecord
        {
            EventType = HistoryEventType.ExecutionTerminated,
            Input = hub.Options.DataConverter.Serialize(options?.Output),
        };
        if (options?.Recursive == true)
            await Family.TerminateAsync(hub.Storage, live, instanceId, terminated, cancellation);
        else
            await live.EndAsync(instanceId, terminated, cancellation);
    }

    /// <inheritdoc cref="RaiseEventAsync(string, string, object, CancellationToken)"/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        live.DeliverAsync(
            instanceId, new HistoryRecord { EventType = HistoryEventType.ExecutionSuspended, Reason = reason }, cancellation);

    /// <inheritdoc cref="RaiseEventAsync(string, string, object, CancellationToken)"/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        live.DeliverAsync(
            instanceId, new HistoryRecord { EventType = HistoryEventType.ExecutionResumed, Reason = reason }, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return await Instances.ReadAsync(instanceId, getInputsAndOutputs, cancellation) is { } state
            ? MetadataPages.Describe(state, getInputsAndOutputs ? hub.Options.DataConverter : null)
            : null;
    }

    /// <exception cref="OrchestrationNotFoundException"/>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, instance => instance.RuntimeStatus != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    /// <exception cref="OrchestrationNotFoundException"/>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, instance => instance.IsCompleted, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new MetadataPages(hub, filter ?? new OrchestrationQuery());

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var family = options?.Recursive == true
            ? await Family.MembersAsync(hub.Storage, instanceId, cancellation)
            : [instanceId];
        var purged = 0;
        foreach (var member in family)
            purged += await PurgeAsync(member, cancellation) ? 1 : 0;
        return new PurgeResult(purged, isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        // Gathered first: pages shift under a query whose rows are being deleted.
        List<string> matches = [];
        await foreach (var instance in GetAllInstancesAsync(query).WithCancellation(cancellation))
            matches.Add(instance.InstanceId);
        var purged = 0;
        foreach (var match in matches)
            purged += (await PurgeInstanceAsync(match, options, cancellation)).PurgedInstanceCount;
        return new PurgeResult(purged, isComplete: true);
    }

    /// <summary>The hub's owner ends it.</summary>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StartAsync(InstanceState start)
    {
        var stored = await InstanceStart.RunAsync(Instances, start, isSame: _ => false, live.Abandoned)
            ?? throw new OrchestrationAlreadyExistsException(start.InstanceId);
        await live.ActivateAsync(stored, live.Abandoned);
    }

    private async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        var state = await Instances.ReadAsync(instanceId, withPayloads: false, cancellationToken);
        if (state is not { IsFinished: true })
            return false;
        await live.LeftAsync(instanceId).WaitAsync(cancellationToken);
        return await hub.Storage.PurgeAsync(state, cancellationToken);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<OrchestrationMetadata, bool> isSo, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        for (var pause = FirstLook; ; pause = pause * 2 < SlowestLook ? pause * 2 : SlowestLook)
        {
            var instance = await GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation)
                ?? throw new OrchestrationNotFoundException(instanceId);
            if (isSo(instance))
                return instance;

            // An instance that leaves is looked at again at once; one that is not live here is looked at now and then.
            var pauseOver = Task.Delay(pause, cancellation);
            var left = live.LeftAsync(instanceId);
            await (left.IsCompleted ? pauseOver : Task.WhenAny(pauseOver, left));
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
