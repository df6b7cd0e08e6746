namespace LocalRuntime.DurableTask;

/// <summary>
/// One live instance: takes what happened to it, runs a turn, commits the turn, and only then does what the turn asked for.
/// After it has been opened, which replays its history once, it goes on in memory.
/// </summary>
internal sealed class InstanceLoop(HubServices hub, LiveInstances live, InstanceState started)
{
    // With the turn's own rows and a few actions, still one transaction.
    private const int MaxMessagesPerTurn = 90;

    private readonly Mailbox _mailbox = new();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _leaving;

    public string InstanceId => started.InstanceId;

    public string ExecutionId => started.ExecutionId;

    /// <summary>Its history says that it is over.</summary>
    public bool HasEnded { get; private set; }

    public bool IsLeaving => _leaving;

    /// <summary>Ends when the instance is no longer live here, for whatever reason.</summary>
    public Task Left => _left.Task;

    public void Start(Action<InstanceLoop> left, CancellationToken abandon) =>
        _ = Task.Run(() => RunAsync(left, abandon), CancellationToken.None);

    /// <returns>False when it takes no more.</returns>
    public bool Post(Message message) => _mailbox.Post(message);

    /// <summary>Takes no more messages, commits those it has, and leaves.</summary>
    public void Close() => _mailbox.Close();

    private async Task RunAsync(Action<InstanceLoop> left, CancellationToken abandon)
    {
        try
        {
            while (await LiveAsync(abandon) == Outcome.Reopen)
                Log.StorageRewound(hub.Logger, InstanceId);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Abandoned: everything there is to know is in storage.
        }
        catch (TaskHubStoppedException)
        {
            // It has ended, but not all it sent has arrived; the next start sees to it.
        }
        catch (InstanceTakenOverException)
        {
            Log.InstanceTakenOver(hub.Logger, InstanceId);
        }
#pragma warning disable CA1031 // The runtime's loop: one instance must not take the others down.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.InstanceStuck(hub.Logger, InstanceId, exception);
        }
        finally
        {
            _leaving = true;
            Refuse(new TaskHubStoppedException());
            left(this);
            _left.SetResult();
        }
    }

    private async Task<Outcome> LiveAsync(CancellationToken abandon)
    {
        try
        {
            var state = await hub.Storage.Instances.ReadAsync(InstanceId, withPayloads: true, abandon);
            if (state is null || state.ExecutionId != ExecutionId || state.IsFinished)
                return Outcome.Left;

            var open = await OpenAsync(state, abandon);
            using var turns = new InstanceTurns(hub, live, _mailbox, open);
            await turns.ResumeAsync(abandon);
            while (!turns.HasEnded && await _mailbox.WaitAsync(abandon))
                await turns.TakeAsync(_mailbox.Take(MaxMessagesPerTurn), abandon);
            if (!turns.HasEnded)
                return Outcome.Left;

            HasEnded = true;
            Refuse(new OrchestrationFinishedException(InstanceId));
            await turns.FinishAsync(abandon);
            return Outcome.Left;
        }
        catch (HistoryRewoundException)
        {
            return Outcome.Reopen;
        }
    }

    private async Task<OpenInstance> OpenAsync(InstanceState state, CancellationToken abandon)
    {
        await hub.Turns.WaitAsync(abandon);
        try
        {
            return await OpenInstance.OpenAsync(hub, state, abandon);
        }
        finally
        {
            hub.Turns.Release();
        }
    }

    private void Refuse(InvalidOperationException reason)
    {
        _mailbox.Close();
        foreach (var message in _mailbox.Take(int.MaxValue))
            message.Refuse(reason);
    }

    private enum Outcome
    {
        Left,
        Reopen,
    }
}
