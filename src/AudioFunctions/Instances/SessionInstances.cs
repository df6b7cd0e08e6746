using AudioFunctions.Export;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>The durable instances of a session: its production, its export and its regenerations.</summary>
public sealed class SessionInstances(SessionStore sessions)
{
    /// <summary>One that has not ended, or null.</summary>
    public async Task<OrchestrationMetadata?> FindRunningAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken)
    {
        foreach (var instanceId in await AllAsync(sessionId, cancellationToken))
        {
            if (await client.GetInstanceAsync(instanceId, cancellation: cancellationToken) is { IsCompleted: false } running)
                return running;
        }

        return null;
    }

    /// <summary>Removes their state and history. Those that are gone already are none to it.</summary>
    public async Task PurgeAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken)
    {
        foreach (var instanceId in await AllAsync(sessionId, cancellationToken))
            await client.PurgeInstanceAsync(instanceId, cancellation: cancellationToken);
    }

    private async Task<IReadOnlyList<string>> AllAsync(string sessionId, CancellationToken cancellationToken) =>
        [sessionId, ExportSession.InstanceIdFor(sessionId), .. await sessions.RunsAsync(sessionId, cancellationToken)];
}
