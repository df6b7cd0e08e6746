namespace LocalRuntime.DurableTask;

/// <summary>An orchestrator awaited something that a replay cannot bring back.</summary>
internal static class NonDurableWait
{
    public const string Explanation =
        "The orchestrator waits for something other than a durable task. Await only tasks of its TaskOrchestrationContext: "
        + "no Task.Delay, Task.Run, ConfigureAwait(false) or I/O; such work belongs in an activity, a wait in CreateTimer.";
}
