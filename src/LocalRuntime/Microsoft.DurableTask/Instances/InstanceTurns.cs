using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>
/// The turns of one open instance. A turn becomes real with its commit (see <see cref="HistoryWriter"/>): before it nothing the
/// orchestrator asked for is set off and no sender is told; after it a crash loses nothing.
/// </summary>
internal sealed class InstanceTurns : IDisposable
{
    private readonly HubServices _hub;
    private readonly LiveInstances _live;
    private readonly Mailbox _mailbox;
    private readonly OpenInstance _open;
    private readonly InstanceProjection _projection;
    private readonly Outbox _outbox;
    private OrchestrationRun _run;
    private RunActions _actions;
    private int _generation;
    private DateTimeOffset _lastTurn;
    private HistoryRecord? _end;

    public InstanceTurns(HubServices hub, LiveInstances live, Mailbox mailbox, OpenInstance open)
    {
        _hub = hub;
        _live = live;
        _mailbox = mailbox;
        _open = open;
        _run = open.Run;
        _generation = open.Generation;
        _lastTurn = open.LastTurn;
        _run.Escaped += WakeUp;
        _actions = new RunActions(hub, mailbox, open.State.InstanceId, _generation);
        _outbox = new Outbox(hub, live, open.State, mailbox.Post);
        _projection = new InstanceProjection(hub.Storage.Instances, hub.Storage.History, hub.Owner, open.State, hub.Logger);
    }

    public bool HasEnded => _end is not null;

    /// <summary>Goes on where the history stopped: sets off again whatever has no answer yet.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (var action in _open.Sent)
            _outbox.Send(action, cancellationToken);
        if (_open.End is not null)
        {
            _end = _open.End;
        }
        else if (_open.Misfit is { } misfit)
        {
            await CommitAsync([misfit], NextTime(), cancellationToken);
            _end = misfit;
        }
        else
        {
            foreach (var action in _run.OpenActions)
                SetOff(action);
            Begin();
        }

        // Code that slipped away during the replay has no one else to notice it.
        WakeUp();
        _projection.Change(Progress(), cancellationToken);
    }

    public async Task TakeAsync(List<Message> messages, CancellationToken cancellationToken)
    {
        var fresh = messages.FindAll(IsFresh);
        TurnResult result;
        try
        {
            result = await RunTurnAsync(fresh, cancellationToken);
        }
        catch (HistoryRewoundException)
        {
            _mailbox.PutFirst(messages);
            throw;
        }
        catch
        {
            messages.ForEach(message => message.Refuse(new TaskHubStoppedException()));
            throw;
        }

        _end = result.End is { EventType: HistoryEventType.ExecutionCompleted } ? result.End : null;
        var left = fresh[result.Consumed..];
        messages.FindAll(message => !message.ChangesStatus && !left.Contains(message)).ForEach(message => message.Acknowledge());
        FollowUp(result, left, cancellationToken);
        await ShowAsync(fresh[..result.Consumed], cancellationToken);
    }

    /// <summary>After the end: everything sent has arrived, then the row shows the end, then the parent hears of it.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _outbox.EmptyAsync();
        _projection.Set(Progress());
        await _projection.FlushAsync(cancellationToken);
        var state = _projection.Current;
        if (state.Parent is { } parent)
            _live.Post(parent.InstanceId, parent.ExecutionId, new Message(SubOrchestrationResult.Of(state), parent.Generation));
        Log.InstanceEnded(_hub.Logger, state.InstanceId, state.Name, state.RuntimeStatus);
    }

    public void Dispose()
    {
        _run.Escaped -= WakeUp;
        _actions.CancelAlarms();
        if (_end?.OrchestrationStatus is null or OrchestrationRuntimeStatus.Terminated)
            _actions.DropWaitingActivities();
    }

    private void Begin()
    {
        if (_open.First.Count == 0)
            return;
        var first = ToMessages(_open.First);
        if (_generation == 0 && _open.State.ScheduledStartTime is { } start && start > _hub.Now())
            _actions.BeginAt(start, first);
        else
            _mailbox.PutFirst(first);
    }

    private List<Message> ToMessages(IEnumerable<HistoryRecord> records) =>
        [.. records.Select(record => new Message(record, _generation) { IsKnown = true, Origin = _open })];

    private bool IsFresh(Message message) =>
        message.Record is { } record
        && (message.Origin is null || message.Origin == _open)
        && (message.Generation ?? _generation) == _generation
        && _run.Wants(record)
        && (record.Sender is null || message.IsKnown || _open.Senders.Add(record.Sender));

    private async Task<TurnResult> RunTurnAsync(List<Message> fresh, CancellationToken cancellationToken)
    {
        await _hub.Turns.WaitAsync(cancellationToken);
        try
        {
            var time = NextTime();
            var result = _run.Turn(time, fresh.ConvertAll(message => message.Record!), replaying: false);
            await CommitAsync(Events(fresh, result), time, cancellationToken);
            return result;
        }
        finally
        {
            _hub.Turns.Release();
        }
    }

    private static List<HistoryRecord> Events(List<Message> fresh, TurnResult result)
    {
        List<HistoryRecord> events = [.. fresh.Take(result.Consumed).Select(message => message.Record!), .. result.Actions];
        if (result.End is not null)
            events.Add(result.End);
        events.AddRange(result.CarriedEvents);
        return events;
    }

    private async Task CommitAsync(List<HistoryRecord> events, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
            return;
        List<HistoryRecord> turn =
        [
            new HistoryRecord { EventType = HistoryEventType.OrchestratorStarted },
            .. events,
            new HistoryRecord { EventType = HistoryEventType.OrchestratorCompleted },
        ];
        await _open.Writer.CommitAsync(turn.ConvertAll(record => record with { Timestamp = time }), cancellationToken);
        _lastTurn = time;
    }

    private void FollowUp(TurnResult result, List<Message> left, CancellationToken cancellationToken)
    {
        foreach (var timer in result.CanceledTimers)
            _actions.CancelAlarm(timer);
        var canceled = result.CanceledTimers.ToHashSet();
        foreach (var action in result.Actions)
        {
            if (action.EventType is HistoryEventType.EventSent or HistoryEventType.SubOrchestrationInstanceCreated)
                _outbox.Send(action, cancellationToken);
            else if (!canceled.Contains(action.EventId))
                SetOff(action);
        }

        left.ForEach(message => message.IsKnown = true);
        _mailbox.PutFirst(left);
        if (result.End is { EventType: HistoryEventType.ContinueAsNew } next)
            StartNextRun(next, result.CarriedEvents);
    }

    // Sub-orchestrations and events are the outbox's.
    private void SetOff(HistoryRecord action)
    {
        if (action.EventType == HistoryEventType.TaskScheduled)
            _actions.CallActivity(action);
        else if (action.EventType == HistoryEventType.TimerCreated)
            _actions.SetAlarm(action);
    }

    private void StartNextRun(HistoryRecord next, IReadOnlyList<HistoryRecord> carried)
    {
        _run.Escaped -= WakeUp;
        _actions.CancelAlarms();
        _generation = next.Generation;
        _run = new OrchestrationRun(
            _open.State.InstanceId, _generation, _hub.Registry, _hub.Options.DataConverter, _hub.LoggerFactory, _hub.Options.InputConverter);
        _run.Escaped += WakeUp;
        _actions = new RunActions(_hub, _mailbox, _open.State.InstanceId, _generation);
        _mailbox.PutFirst(ToMessages(OpenInstance.NextRun(next, carried)));
    }

    private async Task ShowAsync(List<Message> taken, CancellationToken cancellationToken)
    {
        try
        {
            if (_end is null)
                _projection.Change(Progress(), cancellationToken);
            if (_end is null && taken.Exists(message => message.ChangesStatus))
                await _projection.FlushAsync(cancellationToken);
        }
        finally
        {
            taken.ForEach(message => message.Acknowledge());
        }

        if (_outbox.IsEmpty)
            await _open.Writer.TrimAsync(cancellationToken);
    }

    private InstanceState Progress() => InstanceProgress.Of(_projection.Current, _run, _end, _generation, _lastTurn);

    private DateTimeOffset NextTime()
    {
        var now = _hub.Now();
        return now > _lastTurn ? now : _lastTurn;
    }

    private void WakeUp() => _mailbox.Post(new Message(null));
}
