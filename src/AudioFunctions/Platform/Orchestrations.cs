using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Platform;

/// <summary>
/// Starts orchestrations from requests that may be repeated. Which exception means "exists already" depends on the engine, and there may be
/// none: with Azure Storage, a start is a check followed by a write, and of two concurrent starts one is ignored silently. So this class
/// reads the instance back, and its input tells which request started it.
/// </summary>
internal static class Orchestrations
{
    /// <summary>How often to retry a start after another instance came first and has ended.</summary>
    private const int MaxStarts = 5;

    private const int MaxReads = 50;

    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts an instance that runs only once. Does nothing if it exists, whether it is running or has ended.</summary>
    /// <param name="isOwn">Whether an instance, according to its input, was started by this call.</param>
    /// <returns>The existing instance, with its input and output; null if this call started it.</returns>
    public static async Task<OrchestrationMetadata?> StartOnceAsync(
        DurableTaskClient client,
        string orchestrator,
        string instanceId,
        object input,
        Func<OrchestrationMetadata, bool> isOwn,
        CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(client, orchestrator, instanceId, input, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } earlier)
                return isOwn(earlier) ? null : earlier;
            throw;
        }

        var existing = await ReadBackAsync(client, instanceId, cancellationToken);
        return isOwn(existing) ? null : existing;
    }

    /// <summary>Starts an instance, also if an earlier one with its id has ended. Does nothing if one is running.</summary>
    /// <param name="isOwn">Whether an instance, according to its input, was started by this call.</param>
    /// <returns>The running instance, with its input and output; null if this call started it.</returns>
    public static async Task<OrchestrationMetadata?> StartOrJoinAsync(
        DurableTaskClient client,
        string orchestrator,
        string instanceId,
        object input,
        Func<OrchestrationMetadata, bool> isOwn,
        CancellationToken cancellationToken)
    {
        for (var starts = 1; ; starts++)
        {
            OrchestrationMetadata? existing;
            try
            {
                await StartAsync(client, orchestrator, instanceId, input, cancellationToken);
                existing = await ReadBackAsync(client, instanceId, cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                existing = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
                // If the other instance ended between the refusal and this read, start again.
                if (existing is null || (existing.IsCompleted && !isOwn(existing) && starts > 1))
                    throw;
            }

            if (isOwn(existing))
                return null;
            if (!existing.IsCompleted || starts == MaxStarts)
                return existing;
        }
    }

    private static Task<string> StartAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), cancellationToken);

    /// <summary>Reads the instance with the id after a start was accepted. It may take the engine a moment to return it.</summary>
    private static async Task<OrchestrationMetadata> ReadBackAsync(
        DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } existing)
                return existing;
            if (reads == MaxReads)
                throw new InvalidOperationException($"The engine accepted instance {instanceId}, but doesn't return it.");
            await Task.Delay(ReadInterval, cancellationToken);
        }
    }
}
