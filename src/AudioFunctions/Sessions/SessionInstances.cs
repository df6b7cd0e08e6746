using AudioFunctions.Export;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>The durable instances of a session: its production, its export and its regenerations.</summary>
public sealed class SessionInstances(SessionStore sessions, InstanceRemains leftovers)
{
    private const int MaxPurges = 3;
    private const int MaxPurgesAtOnce = 8;

    /// <summary>One that has not ended, or null.</summary>
    public async Task<OrchestrationMetadata?> FindRunningAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken) =>
        await FindRunningAsync(client, await AllAsync(sessionId, cancellationToken), cancellationToken);

    /// <summary>Whether a beat of the session is being spoken beside its production.</summary>
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

    /// <summary>Removes their state and history, even if an earlier purge was broken off.</summary>
    public async Task PurgeAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(
            await AllAsync(sessionId, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = MaxPurgesAtOnce, CancellationToken = cancellationToken },
            async (instanceId, token) => await PurgeInstanceAsync(client, instanceId, token));

    /// <summary>Removes the state and history of an instance that has ended.</summary>
    /// <exception cref="InvalidOperationException">It is still there; this can be repeated.</exception>
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

        throw new InvalidOperationException($"Instance {instanceId} is still there after {MaxPurges} purges.");
    }

    private async Task<IReadOnlyList<string>> AllAsync(string sessionId, CancellationToken cancellationToken) =>
        [sessionId, ExportSession.InstanceIdFor(sessionId), .. await sessions.RegenerationsAsync(sessionId, cancellationToken)];
}
