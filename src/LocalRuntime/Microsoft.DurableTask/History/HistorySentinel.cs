using Azure;
using Azure.Data.Tables;

namespace LocalRuntime.DurableTask;

/// <summary>
/// The row of an instance's history that every transaction on it changes, conditionally on its version: whoever changed it
/// last owns the instance, and the transaction of anyone else fails as a whole.
/// </summary>
/// <param name="Owner">The hub, in one process, that wrote last.</param>
/// <param name="Commit">Counts that owner's transactions, so that it can recognise one whose answer got lost.</param>
internal sealed record HistorySentinel(string ExecutionId, string Owner, long Commit, ETag Version)
{
    /// <summary>Sorts after the row keys of all events.</summary>
    public const string RowKey = "sentinel";

    public static HistorySentinel Read(TableEntity row) => new(
        row.GetString(nameof(ExecutionId)), row.GetString(nameof(Owner)), row.GetInt64(nameof(Commit))!.Value, row.ETag);

    public static TableEntity Write(string instanceId, string executionId, string owner, long commit) => new(instanceId, RowKey)
    {
        [nameof(ExecutionId)] = executionId,
        [nameof(Owner)] = owner,
        [nameof(Commit)] = commit,
    };
}
