using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Starting orchestrations from requests that may be repeated.</summary>
internal static class Orchestrations
{
    /// <summary>Starts an instance, or leaves the one alone that another request started first.</summary>
    public static async Task StartOrJoinAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken)
    {
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Which exception says "exists already" depends on the engine behind the client; the instance itself does not.
            if (await client.GetInstanceAsync(instanceId, cancellation: cancellationToken) is not { IsCompleted: false })
                throw;
        }
    }
}
