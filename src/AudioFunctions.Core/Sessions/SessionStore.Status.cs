using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>Where a session stands, and why its production ended.</content>
public sealed partial class SessionStore
{
    /// <summary>Sets the status; a session already there is not written again.</summary>
    /// <returns>The status before, or null where there is no such session.</returns>
    public Task<SessionStatus?> SetStatusAsync(string sessionId, SessionStatus status, CancellationToken cancellationToken) =>
        ChangeSessionAsync(sessionId, session => SessionRows.SetStatus(session, status), cancellationToken);

    /// <summary>Sets the status of a session that is in <paramref name="from"/>; one that has moved on is left alone.</summary>
    /// <param name="error">Why its production ended, written with the status; null where it was done.</param>
    /// <inheritdoc cref="SetStatusAsync"/>
    public Task<SessionStatus?> MoveStatusAsync(
        string sessionId, SessionStatus from, SessionStatus to, BeatError? error, CancellationToken cancellationToken) =>
        ChangeSessionAsync(
            sessionId,
            session =>
            {
                if (SessionRows.Status(session) != from)
                    return false;
                if (error is not null)
                    SessionRows.SetError(session, error);
                return SessionRows.SetStatus(session, to);
            },
            cancellationToken);

    /// <summary>
    /// Ends the production that has this seed: sets the status where nobody has set another since, and takes back why an earlier run of it
    /// did not get to its end. A call that comes late, when the production has ended or the next one has begun, changes nothing.
    /// </summary>
    /// <inheritdoc cref="SetStatusAsync"/>
    public Task<SessionStatus?> FinishAsync(string sessionId, string takeSeed, SessionStatus status, CancellationToken cancellationToken) =>
        ChangeSessionAsync(
            sessionId,
            session =>
            {
                if (SessionRows.ReadTakeSeed(session) != takeSeed)
                    return false;
                SessionRows.RemoveTakeSeed(session);
                SessionRows.RemoveError(session);
                if (SessionRows.Status(session) == SessionStatus.Generating)
                    SessionRows.SetStatus(session, status);
                return true;
            },
            cancellationToken);

    /// <param name="change">Returns whether there is something to write.</param>
    /// <returns>The status before, or null where there is no such session.</returns>
    private async Task<SessionStatus?> ChangeSessionAsync(
        string sessionId, Func<TableEntity, bool> change, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        for (var conflicts = 0; ; conflicts++)
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return null;
            var before = SessionRows.Status(session);
            if (!change(session))
                return before;

            try
            {
                var write = () => _table.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace, cancellationToken);
                await _index.WriteAsync(session, clock.GetUtcNow(), write, cancellationToken);
                return before;
            }
            catch (RequestFailedException conflict) when (IsConflict(conflict) && conflicts < MaxConflicts)
            {
                // Another writer came first: read again and decide again.
            }
        }
    }
}
