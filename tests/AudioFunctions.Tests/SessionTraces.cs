using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests;

/// <summary>All rows and blobs of a session in a storage account, each as a line of text.</summary>
internal static class SessionTraces
{
    public static async Task<IReadOnlyList<string>> FindAsync(string connection, string sessionId)
    {
        var traces = new List<string>();
        var blobs = new BlobServiceClient(connection);
        await foreach (var container in blobs.GetBlobContainersAsync())
        {
            await foreach (var blob in blobs.GetBlobContainerClient(container.Name).GetBlobsAsync())
                traces.Add($"blob {container.Name}/{blob.Name}");
        }

        var tables = new TableServiceClient(connection);
        foreach (var table in new[] { "Sessions", "SessionIndex", "AudioProductionsInstances", "AudioProductionsHistory" })
        {
            await foreach (var row in tables.GetTableClient(table).QueryAsync<TableEntity>())
                traces.Add($"row {table} {row.PartitionKey} {row.RowKey} {row.GetString("Input")} {row.GetString("SessionId")}");
        }

        return [.. traces.Where(trace => trace.Contains(sessionId, StringComparison.Ordinal))];
    }

    /// <summary>Whether the session's production was cancelled.</summary>
    public static async Task<bool> IsCancelRequestedAsync(string connection, string sessionId)
    {
        var row = await new TableServiceClient(connection).GetTableClient("Sessions").GetEntityAsync<TableEntity>(sessionId, "session");
        return row.Value.ContainsKey("CancelRequested");
    }
}
