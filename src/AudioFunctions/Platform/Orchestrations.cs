using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Platform;

/// <summary>
/// Starting orchestrations from requests that may be repeated. Which exception says "exists already" depends on the engine behind the
/// client, and there need not be one: with Azure Storage a start is a check followed by a write, and of two at once one is ignored without a
/// word. So the instance is read back, and its input says whose it is.
/// </summary>
internal static class Orchestrations
{
    /// <summary>How often an instance is started anew because another one came first and has ended by now.</summary>
    private const int MaxStarts = 5;

    private const int MaxLooks = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts an instance that is to run once: one that is there is left alone, whether it runs or has ended.</summary>
    /// <param name="isOwn">Whether an instance, by its input, is the one that this call starts.</param>
    /// <returns>The one that was there, with its inputs and outputs; null if this call started it.</returns>
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

        var standing = await ReadBackAsync(client, instanceId, cancellationToken);
        return isOwn(standing) ? null : standing;
    }

    /// <summary>Starts an instance (anew, if an earlier one has ended), or leaves the one alone that runs.</summary>
    /// <param name="isOwn">Whether an instance, by its input, is the one that this call starts.</param>
    /// <returns>The one that runs already, with its inputs and outputs; null if this call started it.</returns>
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
            OrchestrationMetadata? standing;
            try
            {
                await StartAsync(client, orchestrator, instanceId, input, cancellationToken);
                standing = await ReadBackAsync(client, instanceId, cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                standing = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
                // It may have ended between the refusal and the look: then there is room for the next.
                if (standing is null || (standing.IsCompleted && !isOwn(standing) && starts > 1))
                    throw;
            }

            if (isOwn(standing))
                return null;
            if (!standing.IsCompleted || starts == MaxStarts)
                return standing;
        }
    }

    private static Task<string> StartAsync(
        DurableTaskClient client, string orchestrator, string instanceId, object input, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId), cancellationToken);

    /// <summary>The instance that stands under the id once a start was accepted. An engine may take a moment to show it.</summary>
    private static async Task<OrchestrationMetadata> ReadBackAsync(
        DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } standing)
                return standing;
            if (looks == MaxLooks)
                throw new InvalidOperationException($"The engine has accepted instance {instanceId}, and does not show it.");
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }
}
