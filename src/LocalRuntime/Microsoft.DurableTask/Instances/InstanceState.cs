using Azure;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>
/// One row of the instances table: what the outside sees of an instance. Writing it starts the instance; from then on history
/// leads and this follows.
/// </summary>
internal sealed record InstanceState
{
    public required string InstanceId { get; init; }

    /// <summary>Tells this start of the id from an earlier one; the same through every ContinueAsNew.</summary>
    public required string ExecutionId { get; init; }

    public required string Name { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? FailureDetails { get; init; }

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTimeOffset CreatedTime { get; init; }

    public DateTimeOffset LastUpdatedTime { get; init; }

    public DateTimeOffset? CompletedTime { get; init; }

    /// <summary>Not before this; null for at once.</summary>
    public DateTimeOffset? ScheduledStartTime { get; init; }

    /// <summary>How often the orchestrator continued as new.</summary>
    public int Generation { get; init; }

    public ParentLink? Parent { get; init; }

    public ETag Version { get; init; }

    public bool IsFinished => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated
        or OrchestrationRuntimeStatus.Canceled;
}
