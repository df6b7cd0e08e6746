using Azure.Data.Tables;

namespace LocalRuntime.DurableTask;

/// <summary>
/// An instance's history as found in storage. A turn counts only when its OrchestratorCompleted row is there; whatever a crash
/// cut off after the last such row never happened.
/// </summary>
internal sealed class StoredHistory
{
    private StoredHistory(IReadOnlyList<TableEntity> events, List<string> foreign, HistorySentinel? sentinel)
    {
        Sentinel = sentinel;
        var turns = Complete(events, out var torn);
        HasEarlierStart = foreign.Count > 0;
        Leftovers = [.. foreign, .. torn];
        Turns = turns;
        var lastContinue = turns.FindLastIndex(turn => turn.Any(row => HistoryRow.TypeOf(row) == HistoryEventType.ContinueAsNew));
        Current = turns[(lastContinue + 1)..];
        Continued = lastContinue < 0 ? null : turns[lastContinue];
        LastSequence = turns.Count == 0 ? -1 : HistoryRow.Sequence(turns[^1][^1].RowKey);
        FirstSequence = events.Count == 0 ? 0 : HistoryRow.Sequence(events[0].RowKey);
    }

    /// <summary>Null when nothing was ever written.</summary>
    public HistorySentinel? Sentinel { get; }

    /// <summary>All committed turns still there, earlier runs included.</summary>
    public IReadOnlyList<IReadOnlyList<TableEntity>> Turns { get; }

    /// <summary>The committed turns of the current run.</summary>
    public IReadOnlyList<IReadOnlyList<TableEntity>> Current { get; }

    /// <summary>The turn that ended the run before; null in an instance's first run.</summary>
    public IReadOnlyList<TableEntity>? Continued { get; }

    /// <summary>Row keys of turns cut off and of earlier starts of the same id.</summary>
    public IReadOnlyList<string> Leftovers { get; }

    /// <summary>Whether an earlier start of the same id has left something.</summary>
    public bool HasEarlierStart { get; }

    public long FirstSequence { get; }

    /// <summary>Of the last committed turn; -1 when there is none.</summary>
    public long LastSequence { get; }

    /// <param name="rows">The whole partition, in the order of its row keys.</param>
    /// <param name="executionId">The start whose history this is.</param>
    public static StoredHistory From(IReadOnlyList<TableEntity> rows, string executionId)
    {
        var sentinel = rows.FirstOrDefault(row => row.RowKey == HistorySentinel.RowKey);
        var events = rows.Where(row => row.RowKey != HistorySentinel.RowKey).ToLookup(row => row.GetString("ExecutionId") == executionId);
        return new StoredHistory(
            [.. events[true]],
            [.. events[false].Select(row => row.RowKey)],
            sentinel is null ? null : HistorySentinel.Read(sentinel));
    }

    private static List<List<TableEntity>> Complete(IReadOnlyList<TableEntity> events, out List<string> torn)
    {
        List<List<TableEntity>> turns = [];
        List<TableEntity>? open = null;
        foreach (var row in events)
        {
            var type = HistoryRow.TypeOf(row);
            if (type == HistoryEventType.OrchestratorStarted)
                open = [];
            // Rows before the first start are what is left of a run that is being trimmed away.
            open?.Add(row);
            if (type != HistoryEventType.OrchestratorCompleted || open is null)
                continue;
            turns.Add(open);
            open = null;
        }

        torn = open?.ConvertAll(row => row.RowKey) ?? [];
        return turns;
    }
}
