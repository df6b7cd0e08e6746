using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>
/// Starting orchestrations from requests that may be repeated. Which exception says "exists already" depends on the engine behind the
/// client; the instance itself does not.
/// </summary>
internal static class Orchestrations
{
    /// <summary>Starts an instance that is to run once: one that is there is left alone, whether it runs or has ended.</summary>
    /// <returns>The one that was there, with its inputs and outputs; null where this call started it.</returns>
    public static async Task<OrchestrationMetadata?> StartOnceAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(client, orchestrator, instanceId, input, cancellationToken);
            return null;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } standing)
                return standing;
            throw;
        }
    }

    /// <summary>Starts an instance (anew, where an earlier one has ended), or leaves the one alone that runs.</summary>
    /// <returns>The one that runs already, with its inputs and outputs; null where this call started it.</returns>
    public static async Task<OrchestrationMetadata?> StartOrJoinAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await StartAsync(client, orchestrator, instanceId, input, cancellationToken);
                return null;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                var instance = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
                if (instance is { IsCompleted: false })
                    return instance;

                // It may have ended between the refusal and the look: then there is room for the next.
                if (instance is null || !isFirst)
                    throw;
            }
        }
    }

    private static Task<string> StartAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), cancellationToken);
}
