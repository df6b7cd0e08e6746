namespace LocalRuntime.DurableTask;

/// <summary>Where a sub-orchestration reports its end.</summary>
/// <param name="ExecutionId">The parent's run; a parent that was started anew under the same id gets no stale report.</param>
/// <param name="TaskId">The parent's action that asked for the sub-orchestration.</param>
internal sealed record ParentLink(string Name, string InstanceId, string ExecutionId, int Generation, int TaskId);
