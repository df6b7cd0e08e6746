using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Sessions;

/// <summary>
/// Removes what an interrupted purge leaves of an instance. With Azure Storage as the engine, a purge deletes history and instance row in
/// parallel, and does nothing if the instance row is gone, so a history whose instance row was deleted first stays forever. The official
/// API can't delete it, so this class deletes its rows, but only for instances that no longer exist.
/// </summary>
public sealed class InstanceRemains(TableServiceClient tables, BlobServiceClient blobs)
{
    private const int MaxRowsInTransaction = 100;

    /// <param name="hubName">The task hub; if its state isn't in this storage account, there is nothing to do.</param>
    /// <param name="instanceId">A purged instance; contains no characters that the engine would escape in a key.</param>
    public async Task RemoveAsync(string hubName, string instanceId, CancellationToken cancellationToken)
    {
        while (!await TryRemoveHistoryAsync(hubName, instanceId, cancellationToken))
        {
            // A concurrent deletion deleted a row first; read again what is left.
        }

        await RemoveLargeMessagesAsync(hubName, instanceId, cancellationToken);
    }

    /// <returns>False if a row had already been deleted.</returns>
    private async Task<bool> TryRemoveHistoryAsync(string hubName, string instanceId, CancellationToken cancellationToken)
    {
        var history = tables.GetTableClient($"{hubName}History");
        var rows = new List<TableEntity>();
        try
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}");
            await foreach (var row in history.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
                rows.Add(row);
        }
        catch (RequestFailedException none) when (StorageConflict.IsMissing(none))
        {
            return true;
        }

        try
        {
            foreach (var batch in rows.Chunk(MaxRowsInTransaction))
            {
                var actions = batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
                await history.SubmitTransactionAsync(actions, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException gone) when (StorageConflict.IsMissing(gone))
        {
            return false;
        }
    }

    private async Task RemoveLargeMessagesAsync(string hubName, string instanceId, CancellationToken cancellationToken)
    {
        var messages = blobs.GetBlobContainerClient($"{hubName.ToLowerInvariant()}-largemessages");
        try
        {
            // Pass all four, because from 12.27 on none has a default.
            await foreach (var blob in messages.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{instanceId}/", cancellationToken))
                await messages.DeleteBlobIfExistsAsync(blob.Name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException none) when (StorageConflict.IsMissing(none))
        {
            // This hub has had no large messages.
        }
    }
}
