using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Http;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// Writes a transaction as the body of one <c>$batch</c> request: a multipart with a single changeset.
/// Source: https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions
/// </summary>
internal sealed class ChangesetWriter(TableAddress address, string table)
{
    // Fixed ones do: a boundary only counts at the start of a line, and entities are written without line breaks.
    private const string BatchBoundary = "batch_entities";
    private const string ChangesetBoundary = "changeset_entities";

    public const string ContentType = "multipart/mixed; boundary=" + BatchBoundary;

    private const string Start = $"--{BatchBoundary}\r\nContent-Type: multipart/mixed; boundary={ChangesetBoundary}\r\n\r\n";
    private const string PartStart =
        $"--{ChangesetBoundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    private const string PartHeaders = $" HTTP/1.1\r\nDataServiceVersion: 3.0\r\nAccept: {TableRequests.NoMetadata}\r\n";
    private const string BodyStart = "Content-Type: application/json\r\n\r\n";
    private const string End = $"--{ChangesetBoundary}--\r\n--{BatchBoundary}--\r\n";

    public void Write(PooledBuffer buffer, IReadOnlyList<TableTransactionAction> actions)
    {
        buffer.Append(Start);
        for (var i = 0; i < actions.Count; i++)
        {
            try
            {
                WriteAction(buffer, actions[i]);
            }
            catch (RequestFailedException e)
            {
                throw TransactionRules.Broken(i, e.ErrorCode, e.Message);
            }
        }

        buffer.Append(End);
    }

    private void WriteAction(PooledBuffer buffer, TableTransactionAction action)
    {
        buffer.Append(PartStart);
        buffer.Append(Method(action.ActionType));
        buffer.Append(action.ActionType == TableTransactionActionType.Add
            ? address.Entities(table)
            : address.Entity(table, action.Entity.PartitionKey, action.Entity.RowKey));
        buffer.Append(PartHeaders);
        if (IfMatch(action) is { } etag)
            buffer.Append($"If-Match: {etag}\r\n");
        if (action.ActionType == TableTransactionActionType.Add)
            buffer.Append("Prefer: return-no-content\r\n");

        if (action.ActionType == TableTransactionActionType.Delete)
        {
            buffer.Append("\r\n");
        }
        else
        {
            buffer.Append(BodyStart);
            EntityWriter.Write(buffer, action.Entity);
        }

        buffer.Append("\r\n");
    }

    private static string Method(TableTransactionActionType type) => type switch
    {
        TableTransactionActionType.Add => "POST ",
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH ",
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => "PUT ",
        TableTransactionActionType.Delete => "DELETE ",
        _ => throw new ArgumentException($"{type} is no type of transaction action."),
    };

    private static string? IfMatch(TableTransactionAction action) => (action.ActionType, action.ETag == default) switch
    {
        (TableTransactionActionType.Delete, true) => ETag.All.ToString(),
        (TableTransactionActionType.Delete or TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace, false) =>
            action.ETag.ToString("H"),
        _ => null,
    };
}
