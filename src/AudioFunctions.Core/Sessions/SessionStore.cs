using System.Net;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// Sessions, beats and takes in table <c>Sessions</c>, one partition per session. Every write is conditional on what was read
/// (ETag) and tried again when another writer came first; every write may be repeated after a crash. Every change of a session goes
/// through <see cref="SessionIndex"/>, which keeps its place in the list.
/// </summary>
public sealed partial class SessionStore(TableServiceClient tables, TimeProvider clock)
{
    public const string TableName = "Sessions";

    private const int MaxConflicts = 20;

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly TableReadiness _ready = new(tables, TableName);
    private readonly SessionIndex _index = new(tables);

    /// <summary>The whole session, or null where there is none, or none any more because it is being deleted.</summary>
    public async Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var rows = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            rows.Add(row);

        var session = rows.Find(row => row.RowKey == SessionRows.SessionKey);
        return session is null || SessionRows.IsMarked(session) ? null : SessionRows.ReadSession(session, rows);
    }

    /// <summary>Whether a deletion of the session has begun and not ended; a repeat of it goes on.</summary>
    public async Task<bool> IsBeingDeletedAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is { } session && SessionRows.IsMarked(session);
    }

    /// <summary>The take, or null where the session has none of that id.</summary>
    public async Task<TakeRecord?> FindTakeAsync(string sessionId, string takeId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var row = await FindRowAsync(sessionId, SessionRows.TakeKey(takeId), cancellationToken);
        return row is null ? null : SessionRows.ReadTake(row);
    }

    /// <summary>
    /// Adds the take, clears the beat's error and selects the take where the beat has none selected, in one transaction.
    /// A take that is already there is left as it is.
    /// </summary>
    public Task AddTakeAsync(string sessionId, TakeRecord take, CancellationToken cancellationToken) =>
        ChangeBeatAsync(
            sessionId,
            take.BeatId,
            beat =>
            {
                if (string.IsNullOrEmpty(beat.GetString("SelectedTakeId")))
                    beat["SelectedTakeId"] = take.TakeId;
                beat.Remove("ErrorCode");
                beat.Remove("ErrorMessage");
                beat.Remove("FailedTakeId");
                return new TableTransactionAction(TableTransactionActionType.Add, SessionRows.ForTake(sessionId, take));
            },
            cancellationToken);

    /// <summary>Selects a take that the beat has; the others are then not selected, in the same transaction.</summary>
    /// <returns>False where the beat has no such take; nothing is changed.</returns>
    public async Task<bool> SelectAsync(string sessionId, string beatId, string takeId, CancellationToken cancellationToken)
    {
        // Takes are never changed and never removed alone: what is true of one here is true when the beat changes.
        if ((await FindTakeAsync(sessionId, takeId, cancellationToken))?.BeatId != beatId)
            return false;

        await ChangeBeatAsync(
            sessionId,
            beatId,
            beat =>
            {
                beat["SelectedTakeId"] = takeId;
                return null;
            },
            cancellationToken);
        return true;
    }

    /// <summary>Records why a beat has no take. A beat that has one keeps it and gets no error.</summary>
    /// <param name="failedTakeId">The take whose stored answers another try may use, or null.</param>
    public Task RecordFailureAsync(
        string sessionId, string beatId, BeatError error, string? failedTakeId, CancellationToken cancellationToken) =>
        ChangeBeatAsync(
            sessionId,
            beatId,
            beat =>
            {
                if (string.IsNullOrEmpty(beat.GetString("SelectedTakeId")))
                {
                    beat["ErrorCode"] = error.Code;
                    beat["ErrorMessage"] = error.Message;
                    beat["FailedTakeId"] = failedTakeId;
                }

                return null;
            },
            cancellationToken);

    /// <summary>Sets the status; a session already there is not written again.</summary>
    /// <returns>The status before, or null where there is no such session.</returns>
    public Task<SessionStatus?> SetStatusAsync(string sessionId, SessionStatus status, CancellationToken cancellationToken) =>
        ChangeStatusAsync(sessionId, _ => status, cancellationToken);

    /// <summary>Sets the status of a session that is in <paramref name="from"/>; one that has moved on is left alone.</summary>
    /// <inheritdoc cref="SetStatusAsync"/>
    public Task<SessionStatus?> MoveStatusAsync(
        string sessionId, SessionStatus from, SessionStatus to, CancellationToken cancellationToken) =>
        ChangeStatusAsync(sessionId, before => before == from ? to : before, cancellationToken);

    private async Task<SessionStatus?> ChangeStatusAsync(
        string sessionId, Func<SessionStatus, SessionStatus> change, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        for (var conflicts = 0; ; conflicts++)
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return null;
            var before = SessionRows.Status(session);
            var after = change(before);
            if (after == before)
                return before;

            session["Status"] = after.ToString();
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

    /// <summary>One transaction over the beat's row, the session's <c>UpdatedAt</c> and what <paramref name="change"/> adds.</summary>
    private async Task ChangeBeatAsync(
        string sessionId, string beatId, Func<TableEntity, TableTransactionAction?> change, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        for (var conflicts = 0; ; conflicts++)
        {
            var beatRow = FindRowAsync(sessionId, SessionRows.BeatKey(beatId), cancellationToken);
            var session = await FindSessionRowAsync(sessionId, cancellationToken);
            if (await beatRow is not { } beat || session is null)
                throw new InvalidOperationException($"Session {sessionId} has no beat {beatId}.");

            var added = change(beat);
            var actions = new List<TableTransactionAction>
            {
                new(TableTransactionActionType.UpdateReplace, beat, beat.ETag),
                new(TableTransactionActionType.UpdateReplace, session, session.ETag),
            };
            if (added is not null)
                actions.Insert(0, added);

            try
            {
                var write = () => _table.SubmitTransactionAsync(actions, cancellationToken);
                await _index.WriteAsync(session, clock.GetUtcNow(), write, cancellationToken);
                return;
            }
            catch (RequestFailedException exists) when (added is not null && exists.Status == (int)HttpStatusCode.Conflict)
            {
                // The take was stored by an earlier run of this activity, with its selection: nothing is left to do.
                return;
            }
            catch (RequestFailedException conflict) when (IsConflict(conflict) && conflicts < MaxConflicts)
            {
                // Another writer came first: read again and decide again.
            }
        }
    }

    /// <summary>The row of a session that is not being deleted.</summary>
    private async Task<TableEntity?> FindSessionRowAsync(string sessionId, CancellationToken cancellationToken) =>
        await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is { } session && !SessionRows.IsMarked(session) ? session : null;

    private async Task<TableEntity?> FindRowAsync(string sessionId, string rowKey, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(sessionId, rowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static bool IsConflict(RequestFailedException failure) => failure.Status == (int)HttpStatusCode.PreconditionFailed;
}
