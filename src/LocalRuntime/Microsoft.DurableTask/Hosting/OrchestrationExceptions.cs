namespace LocalRuntime.DurableTask;

/// <summary>An instance of that id has not finished, so it cannot be started anew.</summary>
public sealed class OrchestrationAlreadyExistsException(string instanceId)
    : InvalidOperationException($"An orchestration instance with id '{instanceId}' already exists and has not finished.")
{
    public string InstanceId { get; } = instanceId;
}

/// <summary>No instance of that id is known.</summary>
public sealed class OrchestrationNotFoundException(string instanceId)
    : InvalidOperationException($"There is no orchestration instance with id '{instanceId}'.")
{
    public string InstanceId { get; } = instanceId;
}

/// <summary>The instance has finished and takes no more messages.</summary>
public sealed class OrchestrationFinishedException(string instanceId)
    : InvalidOperationException($"The orchestration instance with id '{instanceId}' has finished.")
{
    public string InstanceId { get; } = instanceId;
}

/// <summary>
/// The hub is not running, or lost the instance to another process; whether the message got into its history is not known.
/// </summary>
public sealed class TaskHubStoppedException()
    : InvalidOperationException("The task hub is not running here, or another process has taken the instance over.");
