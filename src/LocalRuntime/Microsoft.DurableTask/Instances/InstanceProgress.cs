using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>What the instances table shows of an instance after a turn.</summary>
internal static class InstanceProgress
{
    /// <param name="shown">What it shows so far.</param>
    /// <param name="end">How the instance ended; null while it goes on.</param>
    /// <param name="turn">The time of the last turn.</param>
    public static InstanceState Of(InstanceState shown, OrchestrationRun run, HistoryRecord? end, int generation, DateTimeOffset turn)
    {
        var state = shown with
        {
            Generation = generation,
            LastUpdatedTime = turn > shown.LastUpdatedTime ? turn : shown.LastUpdatedTime,
        };
        if (end is not null)
        {
            return state with
            {
                RuntimeStatus = end.OrchestrationStatus!.Value,
                Output = end.Result,
                FailureDetails = end.FailureDetails,
                CustomStatus = end.CustomStatus,
                CompletedTime = turn,
            };
        }

        return state with
        {
            RuntimeStatus = run switch
            {
                { IsSuspended: true } => OrchestrationRuntimeStatus.Suspended,
                { HasStarted: true } => OrchestrationRuntimeStatus.Running,
                _ => shown.RuntimeStatus,
            },
            // Between two runs the last one's status stays.
            CustomStatus = run.HasStarted ? run.SerializedCustomStatus : shown.CustomStatus,
        };
    }
}
