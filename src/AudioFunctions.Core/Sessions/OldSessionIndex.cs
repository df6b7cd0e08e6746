using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// Earlier versions kept each list in its own partition. On first use, once per storage account, their sessions are added to the single
/// partition. This may run twice, and while sessions change: rows that a session doesn't name are ignored.
/// </summary>
internal sealed class OldSessionIndex(TableServiceClient tables)
{
    private const string ListOfAll = "all";
    private const string MarkKey = "~old-index-added";
    private const int MaxSessionsAtOnce = 8;

    private readonly TableReadiness _table = new(tables, SessionIndex.TableName);
    private readonly TableReadiness _sessionTable = new(tables, SessionStore.TableName);
    private readonly Lock _lock = new();
    private Task? _adding;

    /// <summary>Creates the table and adds the sessions of an earlier version. After a failure, the next use retries.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        Task adding;
        lock (_lock)
        {
            // All callers share one task, so none of them can cancel it.
            if (_adding is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                _adding = AddAsync(CancellationToken.None);
            adding = _adding;
        }

        await adding.WaitAsync(cancellationToken);
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        await _table.EnsureAsync(cancellationToken);
        var index = tables.GetTableClient(SessionIndex.TableName);
        var mark = new TableEntity(SessionIndex.Partition, MarkKey);
        if (!(await index.GetEntityIfExistsAsync<TableEntity>(mark.PartitionKey, mark.RowKey, cancellationToken: cancellationToken)).HasValue)
        {
            await _sessionTable.EnsureAsync(cancellationToken);
            await AddAllAsync(index, cancellationToken);
            await index.UpsertEntityAsync(mark, TableUpdateMode.Replace, cancellationToken);
        }
    }

    private async Task AddAllAsync(TableClient index, CancellationToken cancellationToken)
    {
        var sessions = tables.GetTableClient(SessionStore.TableName);
        var rows = index.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {ListOfAll}"), select: ["RowKey", "SessionId"], cancellationToken: cancellationToken);
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = MaxSessionsAtOnce, CancellationToken = cancellationToken },
            async (row, token) =>
            {
                var session = await sessions.GetEntityIfExistsAsync<TableEntity>(
                    row.GetString("SessionId"), SessionRows.SessionKey, cancellationToken: token);
                if (session.HasValue && ListedVersion.Of(session.Value!) is { } version && version.Key == row.RowKey)
                    await SessionIndex.AddAsync(index, session.Value!, version, token);
            });
    }
}
