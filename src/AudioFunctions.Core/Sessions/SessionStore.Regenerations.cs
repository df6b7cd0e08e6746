using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>The regenerations of a session.</content>
public sealed partial class SessionStore
{
    /// <summary>
    /// Records a regeneration that is about to start, so that a deletion of the session finds it. One transaction with the session row: if a
    /// deletion came first, nothing is recorded.
    /// </summary>
    /// <returns>False if there is no such session.</returns>
    public async Task<bool> AddRunAsync(string sessionId, string instanceId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async () =>
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return false;
            // A production that was terminated couldn't end its run: its limits aren't those of a regeneration.
            if (SessionRows.Status(session) != SessionStatus.Generating)
                SessionRows.EndLimits(session);
            await _table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.UpsertReplace, new TableEntity(sessionId, SessionRows.RunKey(instanceId))),
                    new(TableTransactionActionType.UpdateReplace, session, session.ETag),
                ],
                cancellationToken);
            return true;
        });
    }

    /// <summary>Tells regenerations to send no further request for these takes. They check before each.</summary>
    /// <returns>False if there is no such session.</returns>
    public async Task<bool> CancelTakesAsync(string sessionId, IReadOnlyCollection<string> takeIds, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async () =>
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return false;
            // Lists don't change, so bypass the index.
            if (CancelledTakesRow.Add(session, takeIds))
                await _table.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        });
    }

    /// <summary>The instances added by <see cref="AddRunAsync"/>, running or ended.</summary>
    public async Task<IReadOnlyList<string>> RegenerationsAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var (first, last) = (SessionRows.RunKey(""), SessionRows.RunKey("~"));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId} and RowKey gt {first} and RowKey lt {last}");
        return await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .Select(SessionRows.RunOf).ToListAsync(cancellationToken);
    }
}
