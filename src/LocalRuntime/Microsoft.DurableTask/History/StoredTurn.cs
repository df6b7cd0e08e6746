namespace LocalRuntime.DurableTask;

/// <summary>A committed turn as it was stored: what went in, and what the orchestrator did about it.</summary>
internal sealed record StoredTurn(DateTimeOffset Time, IReadOnlyList<HistoryRecord> Messages, IReadOnlyList<HistoryRecord> Actions)
{
    public static StoredTurn From(IReadOnlyList<HistoryRecord> records)
    {
        var events = records.Where(record => record.EventType
            is not (HistoryEventType.OrchestratorStarted or HistoryEventType.OrchestratorCompleted)).ToList();
        return new StoredTurn(
            records[0].Timestamp,
            [.. events.Where(record => record.EventId < 0)],
            [.. events.Where(record => record.EventId >= 0)]);
    }
}
