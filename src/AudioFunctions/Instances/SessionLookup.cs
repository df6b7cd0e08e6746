using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>A session as callers see it: its rows, and where they cannot tell, its production.</summary>
public sealed class SessionLookup(SessionStore sessions)
{
    /// <summary>
    /// The session, or null where there is none. One whose production has not written it yet is a <c>draft</c>; one whose production ended
    /// without writing it has no beats.
    /// </summary>
    public async Task<SessionRecord?> FindAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(sessionId))
            return null;
        var session = await sessions.FindAsync(sessionId, cancellationToken);
        if (session is { Status: not SessionStatus.Generating })
            return session;

        var production = await ProductionAsync(client, sessionId, withInputsAndOutputs: false, cancellationToken);
        if (session is null && (production is null || await sessions.IsBeingDeletedAsync(sessionId, cancellationToken)))
            return null;
        if (production is { IsCompleted: false })
            return session ?? Unwritten(production, SessionStatus.Draft);
        if (session is null)
            return Unwritten(production!, SessionStatus.InProgress);

        // It may have ended since the rows were read: only now do they hold all that it made.
        var final = await sessions.FindAsync(sessionId, cancellationToken);

        // Terminated or purged from outside: no step is left to say that the production has ended.
        return final is { Status: SessionStatus.Generating } ? final with { Status = SessionStatus.InProgress } : final;
    }

    /// <summary>The production of a session, or null. Exports are instances of the same hub, and are none.</summary>
    public static async Task<OrchestrationMetadata?> ProductionAsync(
        DurableTaskClient client, string sessionId, bool withInputsAndOutputs, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(sessionId))
            return null;
        var instance = await client.GetInstanceAsync(sessionId, withInputsAndOutputs, cancellationToken);
        return instance is { Name: ProduceSession.Name } ? instance : null;
    }

    private static SessionRecord Unwritten(OrchestrationMetadata production, SessionStatus status) => new(
        production.InstanceId, "", "", status, [], 0, production.CreatedAt, production.LastUpdatedAt);
}
