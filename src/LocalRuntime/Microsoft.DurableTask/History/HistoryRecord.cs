using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>One event of an instance's history; which of the values are set depends on the type.</summary>
public sealed record HistoryRecord
{
    public required HistoryEventType EventType { get; init; }

    /// <summary>The 0-based id of the action this event asks for; -1 for what happened to the instance from outside.</summary>
    public int EventId { get; init; } = -1;

    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Of the orchestrator, activity or external event.</summary>
    public string? Name { get; init; }

    public string? Input { get; init; }

    public string? Result { get; init; }

    /// <summary>The <see cref="EventId"/> of the action this event completes.</summary>
    public int? TaskScheduledId { get; init; }

    public string? Reason { get; init; }

    public TaskFailureDetails? FailureDetails { get; init; }

    public DateTimeOffset? FireAt { get; init; }

    /// <summary>The instance a sub-orchestration or an event sent goes to.</summary>
    public string? InstanceId { get; init; }

    /// <summary>How the instance ended, on <see cref="HistoryEventType.ExecutionCompleted"/>.</summary>
    public OrchestrationRuntimeStatus? OrchestrationStatus { get; init; }

    /// <summary>
    /// The last custom status, on <see cref="HistoryEventType.ExecutionCompleted"/>: an ended run is not replayed to find it.
    /// </summary>
    internal string? CustomStatus { get; init; }

    /// <summary>The run that begins (on its start and on ContinueAsNew) or that sends something to another instance.</summary>
    internal int Generation { get; init; }

    /// <summary>On the start of a sub-orchestration.</summary>
    internal ParentLink? Parent { get; init; }

    /// <summary>Which action of which run sent an event; an event that was delivered twice is taken once.</summary>
    internal string? Sender { get; init; }
}
