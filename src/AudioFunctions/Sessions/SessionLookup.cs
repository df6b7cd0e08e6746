using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Pronunciations;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>A session as callers see it: its rows, and if they cannot tell, its production.</summary>
public sealed class SessionLookup(SessionStore sessions, StaleTakes stale)
{
    /// <summary>
    /// The session, or null if there is none. One whose production has not written its beats yet is a <c>draft</c>; one whose production
    /// ended without writing them has none.
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
    /// Ends a session, with an error, whose production has ended without saying so: it failed before the first beat, or was terminated or
    /// purged from outside, so that no step is left to do it. A draft without a production is still to be started.
    /// </summary>
    /// <returns>
    /// Whether the production has ended, so that the rows hold all that it made, though they may not have when the status was read.
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

    /// <summary>The production of a session, or null. Exports are instances of the same hub, and are none.</summary>
    public static async Task<OrchestrationMetadata?> ProductionAsync(
        DurableTaskClient client, string sessionId, bool withInputsAndOutputs, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(sessionId))
            return null;
        var instance = await client.GetInstanceAsync(sessionId, withInputsAndOutputs, cancellationToken);
        return instance is { Name: ProduceSession.Name } ? instance : null;
    }

    /// <summary>A production that was started past <c>POST sessions</c>, and has written no row.</summary>
    private static SessionRecord Pending(OrchestrationMetadata production)
    {
        var (status, error) = production.IsCompleted ? (SessionStatus.InProgress, ProductionFailure.ErrorOf(production)) : (SessionStatus.Draft, null);
        return new SessionRecord(production.InstanceId, "", "", status, error, [], 0, production.CreatedAt, production.LastUpdatedAt)
        {
            IsUnderWay = !production.IsCompleted,
        };
    }
}
