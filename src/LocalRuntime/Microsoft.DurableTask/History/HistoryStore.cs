using Azure;
using Azure.Data.Tables;

namespace LocalRuntime.DurableTask;

/// <summary>
/// The history table: one partition per instance, one row per event in the order of their sequence numbers, and a sentinel.
/// </summary>
internal sealed class HistoryStore(TableClient table, LargeValues largeValues, StorageRetry retry)
{
    private const int MaxActionsPerTransaction = 100;

    public Task<StoredHistory> LoadAsync(string instanceId, string executionId, CancellationToken cancellationToken) => retry.RunAsync(
        "reading a history",
        async token =>
        {
            List<TableEntity> rows = [];
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: token))
                rows.Add(row);
            return StoredHistory.From(rows, executionId);
        },
        cancellationToken);

    public Task<IReadOnlyList<HistoryRecord>> ReadAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        retry.RunAsync<IReadOnlyList<HistoryRecord>>(
            "reading a history's large values",
            async token =>
            {
                List<HistoryRecord> records = [];
                foreach (var row in rows)
                    records.Add(await HistoryRow.ReadAsync(row, largeValues, token));
                return records;
            },
            cancellationToken);

    public Task<TableEntity> PrepareAsync(
        HistoryRecord record, string instanceId, long sequence, string executionId, CancellationToken cancellationToken) =>
        retry.RunAsync(
            "writing a large value",
            token => HistoryRow.WriteAsync(record, instanceId, sequence, executionId, largeValues, token),
            cancellationToken);

    public Task<HistorySentinel?> ReadSentinelAsync(string instanceId, CancellationToken cancellationToken) => retry.RunAsync(
        "reading who owns an instance",
        async token =>
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(instanceId, HistorySentinel.RowKey, cancellationToken: token);
            return row.HasValue ? HistorySentinel.Read(row.Value!) : null;
        },
        cancellationToken);

    /// <returns>The new version of the first action's row.</returns>
    /// <exception cref="RequestFailedException">404, 409 or 412: an action's condition did not hold, and nothing was written.</exception>
    public Task<ETag> SubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) => retry.RunAsync(
        "committing a turn",
        async token => (await table.SubmitTransactionAsync(actions, token)).Value[0].Headers.ETag!.Value,
        cancellationToken);

    public Task DeleteLargeValuesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        retry.RunAsync("deleting large values", token => largeValues.DeleteAsync(names, token), cancellationToken);

    public Task DeleteEarlierLargeValuesAsync(string instanceId, string executionId, CancellationToken cancellationToken) => retry.RunAsync(
        "deleting large values", token => largeValues.DeleteOtherFoldersAsync(instanceId, executionId, token), cancellationToken);

    /// <summary>Deletes what is there of one start of an instance, its sentinel last.</summary>
    public Task DeleteAllAsync(string instanceId, string executionId, CancellationToken cancellationToken) => retry.RunAsync(
        "deleting a history",
        async token =>
        {
            while (!await TryDeleteAllAsync(instanceId, executionId, token))
            {
                // Rows went from under its hands: an answer got lost, or a new start of the same id clears up too. Look again.
            }
        },
        cancellationToken);

    private async Task<bool> TryDeleteAllAsync(string instanceId, string executionId, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [];
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId} and ExecutionId eq {executionId}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            rows.Add(row);
        try
        {
            foreach (var chunk in rows.Chunk(MaxActionsPerTransaction))
            {
                await table.SubmitTransactionAsync(
                    chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }
}
