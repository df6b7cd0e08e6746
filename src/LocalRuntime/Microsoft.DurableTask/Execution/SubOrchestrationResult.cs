using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>What a parent hears of its sub-orchestration.</summary>
internal static class SubOrchestrationResult
{
    public static HistoryRecord Of(InstanceState child) => child.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Completed => new HistoryRecord
        {
            EventType = HistoryEventType.SubOrchestrationInstanceCompleted,
            TaskScheduledId = child.Parent!.TaskId,
            Result = child.Output,
        },
        OrchestrationRuntimeStatus.Failed => Failed(child.Parent!, child.FailureDetails!),
        _ => Failed(child.Parent!, Details("OrchestrationTerminated", $"Orchestration instance '{child.InstanceId}' was terminated.")),
    };

    public static HistoryRecord AlreadyRunning(ParentLink parent, string childId) =>
        Failed(parent, TaskFailureDetails.FromException(new OrchestrationAlreadyExistsException(childId)));

    private static HistoryRecord Failed(ParentLink parent, TaskFailureDetails details) => new()
    {
        EventType = HistoryEventType.SubOrchestrationInstanceFailed,
        TaskScheduledId = parent.TaskId,
        Reason = details.ErrorMessage,
        FailureDetails = details,
    };

    private static TaskFailureDetails Details(string type, string message) => new(type, message, null, null, null);
}
