namespace LocalRuntime.DurableTask;

/// <summary>Something that happened to an instance and is not in its history yet.</summary>
/// <param name="record">Null only wakes the instance up.</param>
/// <param name="generation">The run it is meant for; null for whichever runs.</param>
internal sealed class Message(HistoryRecord? record, int? generation = null)
{
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HistoryRecord? Record => record;

    public int? Generation => generation;

    /// <summary>Looked at before and put back; not a second delivery.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Where it was read from history; once the instance has been opened again, it is stale.</summary>
    public OpenInstance? Origin { get; init; }

    /// <summary>Ends when the commit that holds the message is done; fails when there will be none.</summary>
    public Task Stored => _stored.Task;

    /// <summary>Whether its sender waits to see the instance's status change.</summary>
    public bool ChangesStatus => record?.EventType
        is HistoryEventType.ExecutionTerminated or HistoryEventType.ExecutionSuspended or HistoryEventType.ExecutionResumed;

    public void Acknowledge() => _stored.TrySetResult();

    public void Refuse(Exception reason)
    {
        _stored.TrySetException(reason);
        // Not every sender waits.
        _ = _stored.Task.Exception;
    }
}
