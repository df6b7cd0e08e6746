using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>A session as callers see it: its rows, and where they cannot tell, its production.</summary>
public sealed class SessionLookup(SessionStore sessions)
{
    /// <summary>Ids that begin with it belong to entities; the official client throws where it is asked for one.</summary>
    private const char EntityMark = '@';

    /// <summary>The session, or null where there is none. One whose production has not written it yet is a <c>draft</c>.</summary>
    public async Task<SessionRecord?> FindAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken)
    {
        var session = await sessions.FindAsync(sessionId, cancellationToken);
        if (session is { Status: not SessionStatus.Generating })
            return session;

        var production = await ProductionAsync(client, sessionId, withInputsAndOutputs: false, cancellationToken);
        if (session is null)
            return production is null || await sessions.IsBeingDeletedAsync(sessionId, cancellationToken) ? null : Draft(production);

        // Terminated or purged from outside: no step is left to say that the production has ended.
        return production is { IsCompleted: false } ? session : session with { Status = SessionStatus.InProgress };
    }

    /// <summary>The production of a session, or null. Exports are instances of the same hub, and are none.</summary>
    public static async Task<OrchestrationMetadata?> ProductionAsync(
        DurableTaskClient client, string sessionId, bool withInputsAndOutputs, CancellationToken cancellationToken)
    {
        if (sessionId.StartsWith(EntityMark))
            return null;
        var instance = await client.GetInstanceAsync(sessionId, withInputsAndOutputs, cancellationToken);
        return instance is { Name: ProduceSession.Name } ? instance : null;
    }

    private static SessionRecord Draft(OrchestrationMetadata production) => new(
        production.InstanceId, "", "", SessionStatus.Draft, [], 0, production.CreatedAt, production.LastUpdatedAt);
}
