namespace LocalRuntime.DurableTask;

/// <summary>Another process has become the owner of the instance; this one must let go of it.</summary>
internal sealed class InstanceTakenOverException(string instanceId, Exception cause)
    : Exception($"Instance '{instanceId}' belongs to another process.", cause);

/// <summary>The history is not what this owner left: read it again.</summary>
internal sealed class HistoryRewoundException(string instanceId, Exception cause)
    : Exception($"The history of instance '{instanceId}' has changed in an unexpected way.", cause);
