using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>Finds a session as callers see it: from its rows, or else from its production.</summary>
public sealed class SessionLookup(SessionStore sessions, StaleTakes stale)
{
    /// <summary>
    /// The session, or null if there is none. It is a <c>draft</c> until its production writes its beats; if the production ended without
    /// writing them, it has none.
    /// </summary>
    public async Task<SessionRecord?> FindAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(sessionId))
            return null;
        var session = await sessions.FindAsync(sessionId, cancellationToken);
        if (session is not null)
        {
            if (await ReconcileAsync(client, sessionId, session.Status, cancellationToken))
                session = await sessions.FindAsync(sessionId, cancellationToken);
            return session is null ? null : await stale.MarkAsync(session, cancellationToken);
        }

        var production = await ProductionAsync(client, sessionId, withInputsAndOutputs: true, cancellationToken);
        return production is null || await sessions.IsBeingDeletedAsync(sessionId, cancellationToken) ? null : Pending(production);
    }

    /// <summary>
    /// Sets the status and error of a session whose production ended without doing so, because it failed before the first beat, was terminated
    /// or was purged. A draft without a production is left as it is.
    /// </summary>
    /// <returns>
    /// Whether the production has ended. Then the rows are complete, although they may not have been when the status was read.
    /// </returns>
    public async Task<bool> ReconcileAsync(
        DurableTaskClient client, string sessionId, SessionStatus status, CancellationToken cancellationToken)
    {
        if (status is not (SessionStatus.Draft or SessionStatus.Generating) || !PathName.IsPossible(sessionId))
            return false;
        var production = await ProductionAsync(client, sessionId, withInputsAndOutputs: true, cancellationToken);
        if (production is { IsCompleted: false } || (production is null && status == SessionStatus.Draft))
            return false;
        if (status == SessionStatus.Generating && await sessions.IsBeingContinuedAsync(sessionId, cancellationToken))
            return false;

        var error = ProductionFailure.ErrorOf(production);
        await sessions.MoveStatusAsync(sessionId, status, SessionStatus.InProgress, error, cancellationToken);
        return true;
    }

    /// <summary>The production of a session, or null if the instance doesn't exist or isn't a production.</summary>
    public static async Task<OrchestrationMetadata?> ProductionAsync(
        DurableTaskClient client, string sessionId, bool withInputsAndOutputs, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(sessionId))
            return null;
        var instance = await client.GetInstanceAsync(sessionId, withInputsAndOutputs, cancellationToken);
        return instance is { Name: ProduceSession.Name } ? instance : null;
    }

    /// <summary>A production that was started through the management API and has written no row.</summary>
    private static SessionRecord Pending(OrchestrationMetadata production)
    {
        var (status, error) = production.IsCompleted ? (SessionStatus.InProgress, ProductionFailure.ErrorOf(production)) : (SessionStatus.Draft, null);
        return new SessionRecord(production.InstanceId, "", "", status, error, [], 0, production.CreatedAt, production.LastUpdatedAt)
        {
            IsUnderWay = !production.IsCompleted,
        };
    }
}
