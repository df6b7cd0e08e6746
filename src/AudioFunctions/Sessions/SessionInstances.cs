using AudioFunctions.Export;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>The durable instances of a session: its production, its export and its regenerations.</summary>
public sealed class SessionInstances(SessionStore sessions, InstanceRemains leftovers)
{
    private const int MaxPurges = 3;
    private const int MaxPurgesAtOnce = 8;

    /// <summary>A running instance, or null.</summary>
    public async Task<OrchestrationMetadata?> FindRunningAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken) =>
        await FindRunningAsync(client, await AllAsync(sessionId, cancellationToken), cancellationToken);

    /// <summary>Whether the instance is running; false if it was purged.</summary>
    public static async Task<bool> IsRunningAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken) =>
        await FindRunningAsync(client, [instanceId], cancellationToken) is not null;

    /// <summary>Whether a regeneration of the session is running.</summary>
    public async Task<bool> IsRegeneratingAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken) =>
        await FindRunningAsync(client, await sessions.RegenerationsAsync(sessionId, cancellationToken), cancellationToken) is not null;

    private static async Task<OrchestrationMetadata?> FindRunningAsync(
        DurableTaskClient client, IReadOnlyList<string> instanceIds, CancellationToken cancellationToken)
    {
        foreach (var instanceId in instanceIds)
        {
            if (await client.GetInstanceAsync(instanceId, cancellation: cancellationToken) is { IsCompleted: false } running)
                return running;
        }

        return null;
    }

    /// <summary>Purges all of them, and what an interrupted purge has left.</summary>
    public async Task PurgeAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(
            await AllAsync(sessionId, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = MaxPurgesAtOnce, CancellationToken = cancellationToken },
            async (instanceId, token) => await PurgeInstanceAsync(client, instanceId, token));

    /// <summary>Purges an instance that has ended.</summary>
    /// <exception cref="InvalidOperationException">The instance still exists; this can be repeated.</exception>
    public async Task PurgeInstanceAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        for (var purges = 0; purges < MaxPurges; purges++)
        {
            await client.PurgeInstanceAsync(instanceId, cancellation: cancellationToken);
            if (await client.GetInstanceAsync(instanceId, cancellation: cancellationToken) is not null)
                continue;
            await leftovers.RemoveAsync(client.Name, instanceId, cancellationToken);
            return;
        }

        throw new InvalidOperationException($"Instance {instanceId} still exists after {MaxPurges} purges.");
    }

    private async Task<IReadOnlyList<string>> AllAsync(string sessionId, CancellationToken cancellationToken) =>
        [sessionId, ExportSession.InstanceIdFor(sessionId), .. await sessions.RegenerationsAsync(sessionId, cancellationToken)];
}
