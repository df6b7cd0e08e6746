namespace LocalRuntime.DurableTask;

/// <summary>What one turn of an orchestrator came to.</summary>
/// <param name="Consumed">How many of the turn's messages were taken; fewer than given when the run ended on the way.</param>
/// <param name="End">ExecutionCompleted or ContinueAsNew; null while the run goes on.</param>
/// <param name="CarriedEvents">Events that the next run takes over.</param>
internal sealed record TurnResult(
    int Consumed,
    IReadOnlyList<HistoryRecord> Actions,
    IReadOnlyList<int> CanceledTimers,
    HistoryRecord? End,
    IReadOnlyList<HistoryRecord> CarriedEvents);
