namespace LocalRuntime.DurableTask;

/// <summary>
/// Runs an orchestrator's code on the one thread that runs its turn, and notices when the code slips away: whatever is
/// queued from another thread comes from a task that is not durable.
/// </summary>
internal sealed class OrchestratorScheduler : TaskScheduler
{
    private readonly Queue<Task> _ready = new();
    private int _turnThreadId;

    /// <summary>Raised, from a foreign thread, when code of the orchestrator wants to go on outside a turn.</summary>
    public event Action? Escaped;

    public override int MaximumConcurrencyLevel => 1;

    public bool IsInTurn => _turnThreadId == Environment.CurrentManagedThreadId;

    /// <summary>Runs <paramref name="step"/> and everything it makes ready, until the orchestrator waits.</summary>
    public void Run(Action step)
    {
        var outer = SynchronizationContext.Current;
        // An await prefers a synchronization context to the task scheduler.
        SynchronizationContext.SetSynchronizationContext(null);
        _turnThreadId = Environment.CurrentManagedThreadId;
        try
        {
            step();
            while (_ready.TryDequeue(out var task))
            {
                TryExecuteTask(task);
            }
        }
        finally
        {
            _turnThreadId = 0;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <exception cref="InvalidOperationException">The caller is not the orchestrator's own turn.</exception>
    public void RequireTurn()
    {
        if (!IsInTurn)
            throw new InvalidOperationException(NonDurableWait.Explanation);
    }

    /// <summary>Runs <paramref name="action"/> when the orchestrator itself cancels; a cancellation from elsewhere is an escape.</summary>
    public void OnCanceled(Action action, CancellationToken cancellationToken) => cancellationToken.Register(() =>
    {
        if (IsInTurn)
            action();
        else
            Escaped?.Invoke();
    });

    protected override void QueueTask(Task task)
    {
        if (IsInTurn)
            _ready.Enqueue(task);
        else
            Escaped?.Invoke();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => IsInTurn && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _ready];
}
