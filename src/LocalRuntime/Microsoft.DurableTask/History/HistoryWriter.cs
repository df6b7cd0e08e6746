using Azure;
using Azure.Data.Tables;

namespace LocalRuntime.DurableTask;

/// <summary>
/// Writes one instance's history as its only owner. A turn is final with the single write that holds its OrchestratorCompleted
/// row: the one transaction of a turn of usual size, the last of several where a turn is too large for one.
/// </summary>
internal sealed class HistoryWriter(HistoryStore store, string instanceId, string executionId, string owner, StoredHistory found)
{
    private const int MaxRowsPerTransaction = 99;
    private const int MaxTransactionBytes = 3 * 1024 * 1024;

    private ETag? _version = found.Sentinel?.Version;
    private readonly List<string> _largeValues = [.. found.Current.SelectMany(turn => turn).SelectMany(LargeValues.In)];
    private List<string> _obsoleteLargeValues = [.. (found.Continued ?? []).SelectMany(LargeValues.In)];
    private long _commit;
    private long _last = found.LastSequence;
    private long _firstObsolete = found.FirstSequence;
    private long _obsoleteUntil = -1;
    private long _lastObsolete = found.Continued is [.., var end] ? HistoryRow.Sequence(end.RowKey) : -1;

    /// <summary>Takes the instance over from whoever had it, and clears what does not count.</summary>
    /// <exception cref="InstanceTakenOverException">Someone else wrote since the history was read.</exception>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        await RemoveAsync(found.Leftovers, cancellationToken);
        if (_version is not null && _commit == 0)
            await SubmitAsync([], cancellationToken);
        if (found.HasEarlierStart)
            await store.DeleteEarlierLargeValuesAsync(instanceId, executionId, cancellationToken);
    }

    public async Task CommitAsync(IReadOnlyList<HistoryRecord> turn, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> chunk = [];
        long bytes = 0;
        for (var i = 0; i < turn.Count; i++)
        {
            var row = await store.PrepareAsync(turn[i], instanceId, _last + 1 + i, executionId, cancellationToken);
            _largeValues.AddRange(LargeValues.In(row));
            var rowBytes = UpperBound(row);
            if (chunk.Count == MaxRowsPerTransaction || (chunk.Count > 0 && bytes + rowBytes > MaxTransactionBytes))
            {
                await SubmitAsync(chunk, cancellationToken);
                chunk = [];
                bytes = 0;
            }

            chunk.Add(new TableTransactionAction(TableTransactionActionType.Add, row));
            bytes += rowBytes;
        }

        await SubmitAsync(chunk, cancellationToken);
        _last += turn.Count;
        if (turn.Any(record => record.EventType == HistoryEventType.ContinueAsNew))
            EndRun();
        else
            _obsoleteUntil = _lastObsolete;
    }

    /// <summary>Once a run's first turn is there, the rows of the run before are not needed to go on from.</summary>
    public async Task TrimAsync(CancellationToken cancellationToken)
    {
        if (_obsoleteUntil < _firstObsolete)
            return;
        List<string> keys = [];
        for (var sequence = _firstObsolete; sequence <= _obsoleteUntil; sequence++)
            keys.Add(HistoryRow.Key(sequence));
        await RemoveAsync(keys, cancellationToken);
        _firstObsolete = _obsoleteUntil + 1;
        await store.DeleteLargeValuesAsync(_obsoleteLargeValues, cancellationToken);
        _obsoleteLargeValues = [];
    }

    private void EndRun()
    {
        _lastObsolete = _last;
        _obsoleteLargeValues.AddRange(_largeValues);
        _largeValues.Clear();
    }

    private async Task RemoveAsync(IReadOnlyList<string> rowKeys, CancellationToken cancellationToken)
    {
        foreach (var keys in rowKeys.Chunk(MaxRowsPerTransaction))
        {
            await SubmitAsync(
                keys.Select(key => new TableTransactionAction(
                    TableTransactionActionType.Delete, new TableEntity(instanceId, key), ETag.All)),
                cancellationToken);
        }
    }

    private async Task SubmitAsync(IEnumerable<TableTransactionAction> rows, CancellationToken cancellationToken)
    {
        var commit = _commit + 1;
        var sentinel = HistorySentinel.Write(instanceId, executionId, owner, commit);
        var claim = _version is { } version
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, sentinel, version)
            : new TableTransactionAction(TableTransactionActionType.Add, sentinel);
        try
        {
            _version = await store.SubmitAsync([claim, .. rows], cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 409 or 412)
        {
            _version = await RecogniseAsync(commit, refused, cancellationToken);
        }

        _commit = commit;
    }

    /// <summary>A transaction whose answer got lost meets its own effect when it is repeated.</summary>
    private async Task<ETag> RecogniseAsync(long commit, RequestFailedException refused, CancellationToken cancellationToken)
    {
        var sentinel = await store.ReadSentinelAsync(instanceId, cancellationToken);
        if (sentinel?.Owner == owner && sentinel.ExecutionId == executionId && sentinel.Commit == commit)
            return sentinel.Version;
        throw sentinel is null || sentinel.Owner == owner || _commit == 0
            ? new HistoryRewoundException(instanceId, refused)
            : new InstanceTakenOverException(instanceId, refused);
    }

    /// <summary>A JSON string takes at most six bytes a character.</summary>
    private static long UpperBound(TableEntity row) =>
        2048 + row.Select(column => column.Value).OfType<string>().Sum(value => 6L * value.Length);
}
