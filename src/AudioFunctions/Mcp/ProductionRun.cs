using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Mcp;

/// <summary>Waits for the production that a tool started. Cancelling the tool cancels it.</summary>
internal sealed class ProductionRun(
    EngineClient engine, InstanceWait waiting, ProductionCancellation cancellation, SessionLookup lookup)
{
    /// <summary>Enough for two small writes; a stopping host waits for them.</summary>
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(10);

    /// <returns>The production's output, or why there is none.</returns>
    public async Task<(ProductionOutput? Output, ToolError? Error)> UntilEndAsync(
        string sessionId, ToolProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await waiting.UntilEndAsync(sessionId, instance => Describe(sessionId, instance), progress, cancellationToken);
            return ProductionFailure.ErrorOf(ended) is { } error
                ? (null, ToolError.Of(error))
                : (ended!.ReadOutputAs<ProductionOutput>(), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client no longer waits, so cancel the production before it spends more, even if the app is about to stop.
            using var timeout = new CancellationTokenSource(CancelTimeout);
            await cancellation.RequestAsync(engine.Client, sessionId, timeout.Token);
            throw;
        }
    }

    /// <summary>The error, with the session's current state.</summary>
    public async Task<ToolError> WithSessionAsync(ToolError error, string sessionId, CancellationToken cancellationToken) =>
        error with { Session = await lookup.FindAsync(engine.Client, sessionId, cancellationToken) };

    private static Stage Describe(string sessionId, OrchestrationMetadata instance)
    {
        var status = instance.ReadCustomStatusAs<ProductionProgress>() ?? new ProductionProgress("preparing", 0, 0, null, 0);
        var of = Math.Max(status.Of, 1);
        return status.Stage switch
        {
            "generating" => new Stage(status.Beat - 1, of, $"Session {sessionId}: speaking beat {status.Beat} of {status.Of}, {status.BeatId}{Failed(status)}"),
            "finishing" => new Stage(of - 0.5f, of, $"Session {sessionId}: finishing the last beat{Failed(status)}"),
            "done" => new Stage(of, of, $"Session {sessionId}: done{Failed(status)}"),
            _ => new Stage(0, of, $"Session {sessionId}: preparing"),
        };
    }

    private static string Failed(ProductionProgress status) => status.Failed == 0 ? "" : $" ({status.Failed} failed)";
}
