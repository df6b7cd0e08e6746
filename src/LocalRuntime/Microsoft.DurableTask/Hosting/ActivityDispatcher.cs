using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>
/// Runs activities, so many at a time and in turn over the instances that have some: an instance that fans out to a thousand
/// does not hold up one that asks for a single one.
/// </summary>
internal sealed class ActivityDispatcher(TaskHubOptions options, TaskHubRegistry registry, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ActivityCaller, Queue<HistoryRecord>> _waiting = [];
    private readonly Queue<ActivityCaller> _turns = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();

    public void Enqueue(ActivityCaller caller, HistoryRecord scheduled)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(caller, out var queue))
            {
                _waiting[caller] = queue = new Queue<HistoryRecord>();
                _turns.Enqueue(caller);
            }

            queue.Enqueue(scheduled);
            StartWhatFits();
        }
    }

    /// <summary>Forgets what has not begun for a caller; what runs runs on.</summary>
    public void Drop(ActivityCaller caller)
    {
        lock (_gate)
            _waiting.Remove(caller);
    }

    /// <summary>Begins nothing more, cancels the running activities' token, and waits until they have returned.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_gate)
            running = [.. _running];
        await Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private void StartWhatFits()
    {
        while (_running.Count < options.MaxConcurrentActivities && !_stop.IsCancellationRequested && TryNext(out var caller, out var call))
        {
            var work = new Task<Task>(() => RunAsync(caller, call));
            var done = work.Unwrap();
            _running.Add(done);
            done.ContinueWith(Finished, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            work.Start(TaskScheduler.Default);
        }
    }

    private void Finished(Task done)
    {
        lock (_gate)
        {
            _running.Remove(done);
            StartWhatFits();
        }
    }

    private bool TryNext(out ActivityCaller caller, out HistoryRecord call)
    {
        while (_turns.TryDequeue(out caller!))
        {
            // A dropped caller leaves its turn behind.
            if (!_waiting.TryGetValue(caller, out var queue))
                continue;
            call = queue.Dequeue();
            if (queue.Count > 0)
                _turns.Enqueue(caller);
            else
                _waiting.Remove(caller);
            return true;
        }

        call = null!;
        return false;
    }

    private async Task RunAsync(ActivityCaller caller, HistoryRecord call)
    {
        try
        {
            caller.Answer(await AnswerAsync(caller, call));
        }
#pragma warning disable CA1031 // The runtime's loop: whatever an activity throws is the answer its orchestrator gets.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_stop.IsCancellationRequested)
            {
                Log.ActivityInterrupted(logger, call.Name!, call.EventId, caller.InstanceId);
                return;
            }

            Log.ActivityFailed(logger, call.Name!, call.EventId, caller.InstanceId, exception.GetType().ToString());
            caller.Answer(Failed(call, TaskFailureDetails.FromException(exception)));
        }
    }

    private async Task<HistoryRecord> AnswerAsync(ActivityCaller caller, HistoryRecord call)
    {
        if (registry.FindActivity(call.Name!) is not { } run)
        {
            return Failed(call, new TaskFailureDetails(
                "ActivityTaskNotFound", $"No activity task named '{call.Name}' was found.", null, null, null));
        }

        var result = await run(new ActivityCall(call.Name!, caller.InstanceId, call.Input), _stop.Token);
        return new HistoryRecord
        {
            EventType = HistoryEventType.TaskCompleted,
            TaskScheduledId = call.EventId,
            Result = options.DataConverter.Serialize(result),
        };
    }

    private static HistoryRecord Failed(HistoryRecord call, TaskFailureDetails details) => new()
    {
        EventType = HistoryEventType.TaskFailed,
        TaskScheduledId = call.EventId,
        Reason = details.ErrorMessage,
        FailureDetails = details,
    };
}
