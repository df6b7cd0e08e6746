namespace LocalRuntime.DurableTask;

/// <summary>Matches events that came with code that waits for them, by name and in order; names ignore case.</summary>
internal sealed class ExternalEvents(OrchestratorScheduler scheduler)
{
    private readonly Dictionary<string, Queue<TaskCompletionSource<string?>>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<Arrival>> _unclaimed = new(StringComparer.OrdinalIgnoreCase);
    private long _arrivals;

    public bool HasWaiters => _waiters.Values.Any(queue => queue.Any(waiter => !waiter.Task.IsCompleted));

    /// <summary>In the order they came.</summary>
    public IEnumerable<HistoryRecord> Unclaimed =>
        _unclaimed.Values.SelectMany(queue => queue).OrderBy(arrival => arrival.Number).Select(arrival => arrival.Event);

    /// <summary>The payload of the oldest unclaimed event of that name, or of the next to come.</summary>
    public Task<string?> TakeAsync(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<string?>(cancellationToken);
        if (_unclaimed.TryGetValue(name, out var arrivals) && arrivals.TryDequeue(out var arrival))
            return Task.FromResult(arrival.Event.Input);

        var waiter = new TaskCompletionSource<string?>();
        if (!_waiters.TryGetValue(name, out var queue))
            _waiters[name] = queue = new Queue<TaskCompletionSource<string?>>();
        queue.Enqueue(waiter);
        scheduler.OnCanceled(() => waiter.TrySetCanceled(cancellationToken), cancellationToken);
        return waiter.Task;
    }

    public void Deliver(HistoryRecord raised)
    {
        var name = raised.Name!;
        while (_waiters.TryGetValue(name, out var waiters) && waiters.TryDequeue(out var waiter))
        {
            // A cancelled wait must not swallow the event.
            if (waiter.TrySetResult(raised.Input))
                return;
        }

        if (!_unclaimed.TryGetValue(name, out var queue))
            _unclaimed[name] = queue = new Queue<Arrival>();
        queue.Enqueue(new Arrival(_arrivals++, raised));
    }

    private readonly record struct Arrival(long Number, HistoryRecord Event);
}
