namespace LocalRuntime.DurableTask;

/// <summary>Brings a run back to where its history ends, and checks on the way that the code still asks for the same.</summary>
internal static class Replay
{
    /// <returns>How the run must end, when the code no longer fits the history; null when it does.</returns>
    public static HistoryRecord? Through(OrchestrationRun run, IEnumerable<StoredTurn> turns)
    {
        foreach (var turn in turns)
        {
            var result = run.Turn(turn.Time, turn.Messages, replaying: true);
            if (Mismatch(turn, result) is { } mismatch)
                return OrchestrationRun.Failed(new NonDeterministicOrchestrationException(mismatch));
            if (result.End is not null)
                return Unexpected(result.End);
        }

        return null;
    }

    private static string? Mismatch(StoredTurn turn, TurnResult result)
    {
        for (var i = 0; i < Math.Max(turn.Actions.Count, result.Actions.Count); i++)
        {
            var expected = turn.Actions.ElementAtOrDefault(i);
            var found = result.Actions.ElementAtOrDefault(i);
            if (!IsSame(expected, found))
            {
                return $"The orchestrator no longer fits its history: action #{(expected ?? found)!.EventId} was "
                    + $"{Describe(expected)} and is now {Describe(found)}. Its code has changed while the instance was running, "
                    + "or depends on something that differs from run to run.";
            }
        }

        return null;
    }

    // The code fails, ends or continues as new at a point where its history goes on.
    private static HistoryRecord Unexpected(HistoryRecord end) => end switch
    {
        { FailureDetails.ErrorType: OrchestrationRun.OrchestratorNotFound } => end,
        { FailureDetails: { } failure } => OrchestrationRun.Failed(new NonDeterministicOrchestrationException(
            $"The orchestrator fails at a point where it went on before: {failure}")),
        _ => OrchestrationRun.Failed(new NonDeterministicOrchestrationException(
            "The orchestrator ends at a point where it went on before.")),
    };

    private static bool IsSame(HistoryRecord? expected, HistoryRecord? found) =>
        expected is not null
        && found is not null
        && expected.EventType == found.EventType
        && string.Equals(expected.Name, found.Name, StringComparison.OrdinalIgnoreCase)
        && expected.InstanceId == found.InstanceId;

    private static string Describe(HistoryRecord? action) => action switch
    {
        null => "nothing",
        { EventType: HistoryEventType.TaskScheduled } => $"activity '{action.Name}'",
        { EventType: HistoryEventType.TimerCreated } => "a timer",
        { EventType: HistoryEventType.EventSent } => $"event '{action.Name}' to '{action.InstanceId}'",
        _ => $"sub-orchestration '{action.Name}' as '{action.InstanceId}'",
    };
}
