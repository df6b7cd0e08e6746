namespace LocalRuntime.DurableTask;

/// <summary>Sets off what one run has committed to: activities and alarms, whose answers come back to the mailbox.</summary>
internal sealed class RunActions
{
    // No action has this id.
    private const int BeginsId = -1;

    private readonly HubServices _hub;
    private readonly Mailbox _mailbox;
    private readonly int _generation;
    private readonly ActivityCaller _caller;
    private readonly Dictionary<int, DurableTimers.Alarm> _alarms = [];

    public RunActions(HubServices hub, Mailbox mailbox, string instanceId, int generation)
    {
        _hub = hub;
        _mailbox = mailbox;
        _generation = generation;
        _caller = new ActivityCaller(instanceId, Answer);
    }

    public void CallActivity(HistoryRecord scheduled) => _hub.Activities.Enqueue(_caller, scheduled);

    public void SetAlarm(HistoryRecord timer) => _alarms[timer.EventId] = _hub.Timers.Arm(timer.FireAt!.Value, () =>
        Answer(new HistoryRecord
        {
            EventType = HistoryEventType.TimerFired,
            TaskScheduledId = timer.EventId,
            FireAt = timer.FireAt,
        }));

    /// <summary>For a run that begins later.</summary>
    public void BeginAt(DateTimeOffset time, IReadOnlyList<Message> first) => _alarms[BeginsId] = _hub.Timers.Arm(time, () =>
    {
        foreach (var message in first)
            _mailbox.Post(message);
    });

    public void CancelAlarm(int timerId)
    {
        if (_alarms.Remove(timerId, out var alarm))
            _hub.Timers.Disarm(alarm);
    }

    public void CancelAlarms()
    {
        foreach (var alarm in _alarms.Values)
            _hub.Timers.Disarm(alarm);
        _alarms.Clear();
    }

    /// <summary>Activities that run already run on; their answers find no one.</summary>
    public void DropWaitingActivities() => _hub.Activities.Drop(_caller);

    private void Answer(HistoryRecord record) => _mailbox.Post(new Message(record, _generation));
}
