using AudioFunctions.Export;
using AudioFunctions.Production;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Mcp;

/// <summary>Exports a session and waits for the result.</summary>
internal sealed class ExportWait(EngineClient engine, ExportRequest export, InstanceWait waiting)
{
    /// <returns>The export's output, or why there is none.</returns>
    public async Task<(ExportOutput? Output, ToolError? Error)> RunAsync(
        string sessionId, ToolProgress progress, CancellationToken cancellationToken)
    {
        var (instanceId, refusal) = await export.StartAsync(engine.Client, sessionId, ExportOptions.None, cancellationToken);
        if (refusal is not null)
            return (null, ToolError.Of(refusal));

        var ended = await waiting.UntilEndAsync(instanceId!, instance => Describe(sessionId, instance), progress, cancellationToken);
        return ended is { RuntimeStatus: OrchestrationRuntimeStatus.Completed }
            ? (ended.ReadOutputAs<ExportOutput>(), null)
            : (null, ToolError.Of(ProductionFailure.ReasonOf(ended)));
    }

    private static Stage Describe(string sessionId, OrchestrationMetadata instance) =>
        instance.ReadCustomStatusAs<ExportProgress>() is { } status
            ? new Stage(Math.Max(status.Step - 1, 0), status.Of, $"Session {sessionId}: export, {status.Stage}")
            : new Stage(0, 1, $"Session {sessionId}: export, planning");
}
