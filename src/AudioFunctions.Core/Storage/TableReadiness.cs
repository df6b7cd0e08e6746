using Azure.Data.Tables;

namespace AudioFunctions.Storage;

/// <summary>Creates a table once per process, at its first use; a failure is tried again at the next use.</summary>
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
