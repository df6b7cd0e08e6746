using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>Every log line of the hub. Instance ids and names only, no payloads.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Storage: {What} failed, trying again in {Wait}: {Reason}")]
    public static partial void StorageUnavailable(ILogger logger, string what, TimeSpan wait, string reason);

    [LoggerMessage(2, LogLevel.Information, "Task hub '{HubName}' started; {Unfinished} unfinished instances go on")]
    public static partial void HubStarted(ILogger logger, string hubName, int unfinished);

    [LoggerMessage(3, LogLevel.Information, "Task hub '{HubName}' stopped")]
    public static partial void HubStopped(ILogger logger, string hubName);

    [LoggerMessage(4, LogLevel.Warning, "Instance '{InstanceId}' belongs to another process now; this one lets go of it")]
    public static partial void InstanceTakenOver(ILogger logger, string instanceId);

    [LoggerMessage(5, LogLevel.Warning, "Instance '{InstanceId}': the storage went back in time; going on from what it still has")]
    public static partial void StorageRewound(ILogger logger, string instanceId);

    [LoggerMessage(6, LogLevel.Error, "Instance '{InstanceId}' cannot go on and waits for the hub's next start")]
    public static partial void InstanceStuck(ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "Instance '{InstanceId}': the row that shows its status could not be written")]
    public static partial void StatusNotWritten(ILogger logger, string instanceId, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "Instance '{InstanceId}' ({Name}) ended as {Status}")]
    public static partial void InstanceEnded(ILogger logger, string instanceId, string name, OrchestrationRuntimeStatus status);

    [LoggerMessage(9, LogLevel.Warning, "Activity '{Name}' (#{TaskId}) of instance '{InstanceId}' failed: {ErrorType}")]
    public static partial void ActivityFailed(ILogger logger, string name, int taskId, string instanceId, string errorType);

    [LoggerMessage(
        10,
        LogLevel.Information,
        "Activity '{Name}' (#{TaskId}) of instance '{InstanceId}' was interrupted by the stop and runs again after the next start")]
    public static partial void ActivityInterrupted(ILogger logger, string name, int taskId, string instanceId);

    [LoggerMessage(
        11,
        LogLevel.Warning,
        "Instance '{InstanceId}' sent event '{EventName}' to '{TargetId}', which is unknown or finished; the event is dropped")]
    public static partial void EventDropped(ILogger logger, string instanceId, string eventName, string targetId);

    [LoggerMessage(12, LogLevel.Error, "Instance '{InstanceId}' could not deliver a message to '{TargetId}'")]
    public static partial void DeliveryFailed(ILogger logger, string instanceId, string targetId, Exception exception);
}
