namespace LocalRuntime.DurableTask;

/// <summary>
/// Brings what an instance has committed to other instances: events and new sub-orchestrations. After a crash everything is
/// brought again, so both sides recognise what they have: an event by its sender, a sub-orchestration by its parent.
/// </summary>
internal sealed class Outbox(HubServices hub, LiveInstances live, InstanceState sender, Func<Message, bool> postToSender)
{
    private List<Task> _underWay = [];
    private volatile bool _interrupted;

    public bool IsEmpty
    {
        get
        {
            _underWay = _underWay.FindAll(delivery => !delivery.IsCompleted);
            return _underWay.Count == 0 && !_interrupted;
        }
    }

    public void Send(HistoryRecord action, CancellationToken cancellationToken) => _underWay.Add(action.EventType switch
    {
        HistoryEventType.EventSent => Guarded(action, SendEventAsync, cancellationToken),
        _ => Guarded(action, StartChildAsync, cancellationToken),
    });

    /// <summary>Returns when everything has arrived.</summary>
    /// <exception cref="TaskHubStoppedException">Something has not; the sender must not be forgotten before it has.</exception>
    public async Task EmptyAsync()
    {
        await Task.WhenAll(_underWay);
        if (_interrupted)
            throw new TaskHubStoppedException();
    }

    private async Task Guarded(
        HistoryRecord action, Func<HistoryRecord, CancellationToken, Task> deliver, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            await deliver(action, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _interrupted = true;
        }
        catch (TaskHubStoppedException)
        {
            _interrupted = true;
        }
#pragma warning disable CA1031 // The runtime's loop: one delivery must not take the instance down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _interrupted = true;
            Log.DeliveryFailed(hub.Logger, sender.InstanceId, action.InstanceId!, exception);
        }
    }

    private async Task SendEventAsync(HistoryRecord action, CancellationToken cancellationToken)
    {
        var raised = new HistoryRecord
        {
            EventType = HistoryEventType.EventRaised,
            Name = action.Name,
            Input = action.Input,
            Sender = $"{sender.InstanceId}/{sender.ExecutionId}/{action.Generation}/{action.EventId}",
        };
        try
        {
            await live.DeliverAsync(action.InstanceId!, raised, cancellationToken);
        }
        catch (InvalidOperationException exception) when (exception is OrchestrationNotFoundException or OrchestrationFinishedException)
        {
            Log.EventDropped(hub.Logger, sender.InstanceId, action.Name!, action.InstanceId!);
        }
    }

    private async Task StartChildAsync(HistoryRecord action, CancellationToken cancellationToken)
    {
        var link = new ParentLink(sender.Name, sender.InstanceId, sender.ExecutionId, action.Generation, action.EventId);
        var now = hub.Now();
        var start = new InstanceState
        {
            InstanceId = action.InstanceId!,
            ExecutionId = InstanceIds.New(),
            Name = action.Name!,
            Input = action.Input,
            CreatedTime = now,
            LastUpdatedTime = now,
            Parent = link,
        };
        var child = await InstanceStart.RunAsync(hub.Storage.Instances, start, existing => existing.Parent == link, cancellationToken);
        if (child is null)
            postToSender(new Message(SubOrchestrationResult.AlreadyRunning(link, action.InstanceId!), action.Generation));
        else if (child.IsFinished)
            await ReportAsync(child, cancellationToken);
        else
            await live.ActivateAsync(child, cancellationToken);
    }

    // It finished before a crash, and its parent does not know.
    private async Task ReportAsync(InstanceState child, CancellationToken cancellationToken)
    {
        if (await hub.Storage.Instances.ReadAsync(child.InstanceId, withPayloads: true, cancellationToken) is { } finished)
            postToSender(new Message(SubOrchestrationResult.Of(finished), child.Parent!.Generation));
    }
}
