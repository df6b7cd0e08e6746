using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask;

/// <summary>What the orchestrator asked for, numbered in order, and which of it is still unanswered.</summary>
internal sealed class ScheduledActions(OrchestratorScheduler scheduler)
{
    private readonly Dictionary<int, OpenAction> _open = [];
    private List<HistoryRecord> _new = [];
    private List<int> _canceledTimers = [];
    private int _nextId;

    public bool HasOpen => _open.Count > 0;

    public IEnumerable<HistoryRecord> Open => _open.Values.Select(action => action.Record).OrderBy(record => record.EventId);

    /// <summary>Records an action that is answered later, and returns its answer.</summary>
    public Task<string?> Ask(HistoryRecord action)
    {
        var open = new OpenAction(Tell(action), new TaskCompletionSource<string?>());
        _open.Add(open.Record.EventId, open);
        return open.Answer.Task;
    }

    /// <summary>Records an action without an answer.</summary>
    public HistoryRecord Tell(HistoryRecord action)
    {
        var numbered = action with { EventId = _nextId++ };
        _new.Add(numbered);
        return numbered;
    }

    public Task<string?> AskTimer(HistoryRecord timer, CancellationToken cancellationToken)
    {
        var answer = Ask(timer);
        var id = _nextId - 1;
        scheduler.OnCanceled(() => CancelTimer(id, cancellationToken), cancellationToken);
        return answer;
    }

    /// <summary>Answers the action a message belongs to; a message about one that is not open changes nothing.</summary>
    public void Answer(HistoryRecord message)
    {
        if (message.TaskScheduledId is not { } id || !_open.TryGetValue(id, out var action) || !Completes(message, action.Record))
            return;

        _open.Remove(id);
        if (message.FailureDetails is { } failure)
            action.Answer.SetException(new TaskFailedException(action.Record.Name!, id, failure));
        else
            action.Answer.SetResult(message.Result);
    }

    /// <summary>Whether a message would still answer something.</summary>
    public bool Awaits(HistoryRecord message) =>
        message.TaskScheduledId is { } id && _open.TryGetValue(id, out var action) && Completes(message, action.Record);

    /// <summary>The actions and the cancelled timers since the last call.</summary>
    public (IReadOnlyList<HistoryRecord> Actions, IReadOnlyList<int> CanceledTimers) TakeNew()
    {
        var taken = (_new, _canceledTimers);
        _new = [];
        _canceledTimers = [];
        return taken;
    }

    private static bool Completes(HistoryRecord message, HistoryRecord action) => message.EventType switch
    {
        HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed => action.EventType == HistoryEventType.TaskScheduled,
        HistoryEventType.TimerFired => action.EventType == HistoryEventType.TimerCreated,
        _ => action.EventType == HistoryEventType.SubOrchestrationInstanceCreated,
    };

    private void CancelTimer(int id, CancellationToken cancellationToken)
    {
        if (!_open.Remove(id, out var timer))
            return;
        _canceledTimers.Add(id);
        timer.Answer.SetCanceled(cancellationToken);
    }

    private sealed record OpenAction(HistoryRecord Record, TaskCompletionSource<string?> Answer);
}
