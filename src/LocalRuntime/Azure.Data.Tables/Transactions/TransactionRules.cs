using Azure.Data.Tables.Http;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// The service's rules for a transaction as a whole, checked before anything is sent: the emulator lets some of them pass.
/// The errors are those the service answers.
/// </summary>
internal static class TransactionRules
{
    public const int MaxActions = 100;

    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count == 0)
            throw new InvalidOperationException("A transaction needs at least one action.");
        if (actions.Count > MaxActions)
            throw Broken(MaxActions, "InvalidInput", $"A transaction takes at most {MaxActions} actions; this one has {actions.Count}.");

        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            var entity = actions[i].Entity;
            if (entity?.PartitionKey is null || entity.RowKey is null)
                throw Broken(i, "PropertiesNeedValue", "The action's entity needs a PartitionKey and a RowKey.");
            if (!string.Equals(entity.PartitionKey, actions[0].Entity.PartitionKey, StringComparison.Ordinal))
                throw Broken(i, "CommandsInBatchActOnDifferentPartitions", "All actions of a transaction must be of the same partition.");
            if (!rows.Add(entity.RowKey))
                throw Broken(i, "InvalidDuplicateRow", "A row may appear only once in a transaction.");
        }
    }

    public static TableTransactionFailedException Refused(Response part)
    {
        var error = TableErrorParser.Parse(part);
        return error is null
            ? new(new RequestFailedException(part))
            : new(new RequestFailedException(part.Status, error.Message ?? "", error.Code, null));
    }

    public static TableTransactionFailedException Broken(int index, string? code, string message) =>
        new(new RequestFailedException(400, $"{index}:{message}", code, null));
}
