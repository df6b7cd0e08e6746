using AudioFunctions.Export;
using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Housekeeping;

/// <summary>
/// Deletes sessions. The session row is marked first: from that write on, the session is gone for every reader and writer. The row is
/// deleted last, so if the deletion is interrupted, a repeat finds the mark and finishes it.
/// </summary>
public sealed class SessionRemoval(TableServiceClient tables, ScriptArchive scripts, TakeFiles takes, ExportFiles exports, TimeProvider clock)
{
    private const int MaxRowsInTransaction = 100;
    private const int MaxPasses = 20;

    private readonly TableClient _table = tables.GetTableClient(SessionStore.TableName);
    private readonly TableReadiness _ready = new(tables, SessionStore.TableName);
    private readonly SessionIndex _index = new(tables);

    /// <summary>Marks the session as being deleted. If its production never wrote a row, adds one with only the mark.</summary>
    public async Task MarkAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        await StorageConflict.RetryOnConflictAsync(async () =>
        {
            var session = await FindAsync(sessionId, cancellationToken);
            if (session is not null && SessionRows.IsMarked(session))
                return;

            await WriteMarkAsync(session, sessionId, cancellationToken);
        });
    }

    /// <summary>Marks an id without a session, so that none can be created while its remains are deleted.</summary>
    /// <returns>False if there is a session, or a mark.</returns>
    public async Task<bool> TryMarkMissingAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        try
        {
            await WriteMarkAsync(session: null, sessionId, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (StorageConflict.IsExisting(exists))
        {
            return false;
        }
    }

    /// <summary>All sessions, with the time since which each is being deleted, or null.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset?>> ListAsync(CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"RowKey eq {SessionRows.SessionKey}");
        return await _table.QueryAsync<TableEntity>(filter, select: SessionRows.MarkNames, cancellationToken: cancellationToken)
            .ToDictionaryAsync(row => row.PartitionKey, SessionRows.ReadMark, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Removes a mark, if no deletion has started yet.</summary>
    public async Task UnmarkAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(sessionId, cancellationToken) is not { } session || !SessionRows.IsMarked(session))
            return;

        SessionRows.Unmark(session);
        // Conditional, like every write: another deletion may have continued from the same mark.
        if (SessionRows.IsNothingButMark(session))
            await _table.DeleteEntityAsync(sessionId, SessionRows.SessionKey, session.ETag, cancellationToken);
        else
            await _table.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>
    /// Deletes everything of a marked session, and its row last. Repeated and concurrent calls are safe: the session may be created again as soon
    /// as one of them is done. So this lists what to delete while the mark exists, because only then it belongs to the marked session for sure,
    /// and deletes it only in the listed versions.
    /// </summary>
    /// <returns>True if the session is gone; false if its row no longer has this mark: the mark was removed, or the session created again.</returns>
    /// <exception cref="InvalidOperationException">Its blobs kept being written. The mark remains; this can be repeated.</exception>
    public async Task<bool> DeleteDataAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (await FindAsync(sessionId, cancellationToken) is not { } marked)
            return true;
        if (!SessionRows.IsMarked(marked)
            || !await TryDeleteBlobsAsync(marked, cancellationToken)
            || !await TryDeleteRowsAsync(marked, cancellationToken))
        {
            return await FindAsync(sessionId, cancellationToken) is null;
        }

        // Before the row that refers to them.
        await _index.RemoveAsync(marked, cancellationToken);
        try
        {
            await _table.DeleteEntityAsync(sessionId, SessionRows.SessionKey, marked.ETag, cancellationToken);
            return true;
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            // Another deletion was faster and the session was created again, or the mark was removed.
            return false;
        }
    }

    /// <summary>Whether the session is still being deleted, and was since the mark was read.</summary>
    private async Task<bool> StandsAsync(TableEntity marked, CancellationToken cancellationToken) =>
        (await FindAsync(marked.PartitionKey, cancellationToken))?.ETag == marked.ETag;

    /// <summary>Repeats the deletion, because a terminated step runs on for a while: it renews its lease, and stores its response.</summary>
    /// <returns>False if the mark is gone.</returns>
    private async Task<bool> TryDeleteBlobsAsync(TableEntity marked, CancellationToken cancellationToken)
    {
        var id = marked.PartitionKey;
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var script = await scripts.FindAllAsync(id, cancellationToken);
            var take = await takes.FindAllAsync(id, cancellationToken);
            var export = await exports.FindAllAsync(id, cancellationToken);
            if (!await StandsAsync(marked, cancellationToken))
                return false;
            if (script.IsEmpty && take.Blobs.IsEmpty && export.IsEmpty)
                return true;

            // The script first, so that a late step finds nothing to speak.
            await script.DeleteAsync(cancellationToken);
            await takes.DeleteAsync(take, cancellationToken);
            await export.DeleteAsync(cancellationToken);
        }

        throw new InvalidOperationException($"Blobs of session {id} are still being written after {MaxPasses} deletions of all of them.");
    }

    /// <summary>Deletes all rows but the session's.</summary>
    /// <returns>False if the mark is gone.</returns>
    private async Task<bool> TryDeleteRowsAsync(TableEntity marked, CancellationToken cancellationToken)
    {
        IReadOnlyList<TableEntity> rows;
        do
        {
            rows = await FindRowsAsync(marked.PartitionKey, cancellationToken);
            if (!await StandsAsync(marked, cancellationToken))
                return false;
        }
        while (!await TryDeleteAsync(rows, cancellationToken));
        return true;
    }

    /// <summary>All rows but the session's.</summary>
    private async Task<IReadOnlyList<TableEntity>> FindRowsAsync(string sessionId, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId} and RowKey ne {SessionRows.SessionKey}");
        return await _table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
    }

    /// <returns>False if a row was deleted or changed in the meantime.</returns>
    private async Task<bool> TryDeleteAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var batch in rows.Chunk(MaxRowsInTransaction))
            {
                var actions = batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag));
                await _table.SubmitTransactionAsync(actions, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            return false;
        }
    }

    private async Task WriteMarkAsync(TableEntity? session, string sessionId, CancellationToken cancellationToken)
    {
        var marked = session ?? new TableEntity(sessionId, SessionRows.SessionKey);
        SessionRows.Mark(marked, clock.GetUtcNow());
        if (session is null)
            await _table.AddEntityAsync(marked, cancellationToken);
        else
            await _table.UpdateEntityAsync(marked, session.ETag, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task<TableEntity?> FindAsync(string sessionId, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(sessionId, SessionRows.SessionKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }
}
