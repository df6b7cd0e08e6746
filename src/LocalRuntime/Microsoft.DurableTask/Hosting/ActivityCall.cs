using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask;

/// <param name="InstanceId">The orchestration instance that asks.</param>
public sealed record ActivityCall(TaskName Name, string InstanceId, string? SerializedInput);
