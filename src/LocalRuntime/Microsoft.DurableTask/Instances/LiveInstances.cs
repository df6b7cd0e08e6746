using System.Collections.Concurrent;

namespace LocalRuntime.DurableTask;

/// <summary>The unfinished instances, each with a loop of its own, and the way to reach them.</summary>
internal sealed class LiveInstances(HubServices hub) : IDisposable
{
    private readonly ConcurrentDictionary<string, InstanceLoop> _loops = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _abandon = new();
    private volatile bool _open;

    public CancellationToken Abandoned => _abandon.Token;

    public void Open() => _open = true;

    /// <summary>Makes an unfinished instance live; one that is live already stays as it is.</summary>
    public async Task ActivateAsync(InstanceState state, CancellationToken cancellationToken)
    {
        while (_open)
        {
            var loop = new InstanceLoop(hub, this, state);
            var live = _loops.GetOrAdd(state.InstanceId, loop);
            if (live == loop)
            {
                loop.Start(Remove, _abandon.Token);
                return;
            }

            if (live.ExecutionId == state.ExecutionId && !live.IsLeaving)
                return;
            // An earlier start of the same id that is about to go.
            await live.Left.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends when the instance is no longer live; at once where it is not.</summary>
    public Task LeftAsync(string instanceId) => _loops.TryGetValue(instanceId, out var loop) ? loop.Left : Task.CompletedTask;

    /// <summary>Puts a message into the mailbox of that start of the instance, if it is live.</summary>
    public void Post(string instanceId, string executionId, Message message)
    {
        if (_loops.TryGetValue(instanceId, out var loop) && loop.ExecutionId == executionId)
            loop.Post(message);
    }

    /// <summary>Returns when the message is in the instance's history.</summary>
    /// <exception cref="OrchestrationNotFoundException"/>
    /// <exception cref="OrchestrationFinishedException"/>
    /// <exception cref="TaskHubStoppedException"/>
    public async Task DeliverAsync(string instanceId, HistoryRecord record, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_loops.TryGetValue(instanceId, out var loop))
            {
                var message = new Message(record);
                if (loop.Post(message))
                {
                    await message.Stored.WaitAsync(cancellationToken);
                    return;
                }

                if (loop.HasEnded)
                    throw new OrchestrationFinishedException(instanceId);
                await loop.Left.WaitAsync(cancellationToken);
            }

            if (!_open)
                throw new TaskHubStoppedException();
            var state = await hub.Storage.Instances.ReadAsync(instanceId, withPayloads: false, cancellationToken)
                ?? throw new OrchestrationNotFoundException(instanceId);
            if (state.IsFinished)
                throw new OrchestrationFinishedException(instanceId);
            await ActivateAsync(state, cancellationToken);
        }
    }

    /// <summary>Delivers a message that ends the instance, and returns when its row shows the end.</summary>
    public async Task EndAsync(string instanceId, HistoryRecord record, CancellationToken cancellationToken)
    {
        await DeliverAsync(instanceId, record, cancellationToken);
        await LeftAsync(instanceId).WaitAsync(cancellationToken);
    }

    /// <summary>Lets every instance commit what it has, then go.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _open = false;
        foreach (var loop in _loops.Values)
            loop.Close();
        await Task.WhenAll(_loops.Values.Select(loop => loop.Left)).WaitAsync(cancellationToken);
    }

    /// <summary>Drops every instance where it stands, without another write.</summary>
    public async Task AbandonAsync()
    {
        _open = false;
        await _abandon.CancelAsync();
        await Task.WhenAll(_loops.Values.Select(loop => loop.Left));
    }

    public void Dispose() => _abandon.Dispose();

    private void Remove(InstanceLoop loop) => _loops.TryRemove(KeyValuePair.Create(loop.InstanceId, loop));
}
