using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>The status of a session, and the error of its production.</content>
public sealed partial class SessionStore
{
    /// <summary>Starting takes less than this, even with retries during an outage.</summary>
    private static readonly TimeSpan MaxContinuing = TimeSpan.FromMinutes(1);

    /// <summary>Sets the status of a session, if it is still <paramref name="from"/>.</summary>
    /// <param name="error">Why its production ended early, written with the status; null if it completed.</param>
    /// <returns>The status before, or null if there is no such session.</returns>
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
    /// Ends the production with this seed: sets the status, unless somebody has set another since, and clears the error of an earlier run. A
    /// late call, after the production has ended or the next one has begun, changes nothing.
    /// </summary>
    /// <returns>Whether this call ended it.</returns>
    public async Task<bool> FinishAsync(string sessionId, string takeSeed, SessionStatus status, CancellationToken cancellationToken)
    {
        var ended = false;
        await ChangeSessionAsync(
            sessionId,
            session =>
            {
                ended = SessionRows.ReadTakeSeed(session) == takeSeed;
                if (!ended)
                    return false;
                SessionRows.EndRun(session);
                SessionRows.RemoveError(session);
                if (SessionRows.Status(session) == SessionStatus.Generating)
                    SessionRows.SetStatus(session, status);
                return true;
            },
            cancellationToken);
        return ended;
    }

    /// <summary>
    /// Sets a session from status <paramref name="from"/> to <c>generating</c>, before the production that continues it exists. Readers must
    /// not conclude meanwhile that the production has ended.
    /// </summary>
    /// <returns>False if the session has another status by now, or was deleted.</returns>
    public async Task<bool> BeginContinuingAsync(string sessionId, SessionStatus from, CancellationToken cancellationToken)
    {
        var before = await ChangeSessionAsync(
            sessionId,
            session =>
            {
                if (SessionRows.Status(session) != from)
                    return false;
                SessionRows.BeginContinuing(session, clock.GetUtcNow());
                return true;
            },
            cancellationToken);
        return before == from;
    }

    /// <summary>Undoes that, unless the production has begun.</summary>
    public Task AbandonContinuingAsync(string sessionId, SessionStatus back, CancellationToken cancellationToken) =>
        ChangeSessionAsync(
            sessionId,
            session =>
            {
                if (SessionRows.ReadContinuingSince(session) is null)
                    return false;
                SessionRows.EndContinuing(session);
                SessionRows.SetStatus(session, back);
                return true;
            },
            cancellationToken);

    /// <summary>Whether a production that continues the session is about to start. An interrupted request expires after a minute.</summary>
    public async Task<bool> IsBeingContinuedAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindSessionRowAsync(sessionId, cancellationToken) is { } session
            && SessionRows.ReadContinuingSince(session) is { } since
            && clock.GetUtcNow() - since < MaxContinuing;
    }

    /// <summary>Tells the session's production to send no further request. The production checks before each.</summary>
    /// <returns>False if no production of it is running.</returns>
    public async Task<bool> RequestCancelAsync(string sessionId, CancellationToken cancellationToken)
    {
        var isUnderWay = false;
        await ChangeSessionAsync(
            sessionId,
            session =>
            {
                isUnderWay = SessionRows.HasBeatsPending(session) || SessionRows.ReadTakeSeed(session) is not null;
                if (!isUnderWay || SessionRows.IsCancelRequested(session))
                    return false;
                SessionRows.RequestCancel(session);
                return true;
            },
            cancellationToken);
        return isUnderWay;
    }

    /// <summary>Whether the session's production may send a request, and how much it may spend.</summary>
    public async Task<ProductionLimits> FindLimitsAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindSessionRowAsync(sessionId, cancellationToken) is { } session
            ? new ProductionLimits(
                SessionRows.IsCancelRequested(session),
                SessionRows.ReadCreditLimit(session),
                SessionRows.ReadRunProvider(session),
                TallyRow.Read(session),
                CancelledTakesRow.Read(session))
            : default;
    }

    /// <summary>Replaces the tally of a limited run.</summary>
    /// <returns>False if the tally has changed, or the run has ended.</returns>
    public async Task<bool> TrySetTallyAsync(string sessionId, SpendingTally? from, SpendingTally to, CancellationToken cancellationToken)
    {
        return await StorageConflict.RetryOnConflictAsync(async () =>
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session
                || SessionRows.ReadCreditLimit(session) is null
                || TallyRow.Read(session) != from)
            {
                return false;
            }

            TallyRow.Write(session, to);
            // Lists don't change, so bypass the index.
            await _table.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        });
    }

    /// <param name="change">Returns whether there is something to write.</param>
    /// <returns>The status before, or null if there is no such session.</returns>
    private async Task<SessionStatus?> ChangeSessionAsync(
        string sessionId, Func<TableEntity, bool> change, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async Task<SessionStatus?> () =>
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return null;
            var before = SessionRows.Status(session);
            if (!change(session))
                return before;

            var write = () => _table.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace, cancellationToken);
            await _index.WriteAsync(session, clock.GetUtcNow(), write, cancellationToken);
            return before;
        });
    }
}
