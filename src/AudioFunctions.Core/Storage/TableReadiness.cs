using Azure.Data.Tables;

namespace AudioFunctions.Storage;

/// <summary>Creates a table once per process, on first use; after a failure it retries on the next use.</summary>
internal sealed class TableReadiness(TableServiceClient tables, string tableName)
{
    private volatile bool _ready;

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return;

        await tables.CreateTableIfNotExistsAsync(tableName, cancellationToken);
        _ready = true;
    }
}
