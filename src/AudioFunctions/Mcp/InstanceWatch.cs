using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Mcp;

/// <summary>How far an orchestration is: beats or stages done, of how many, and the sentence that says so.</summary>
internal readonly record struct Stage(float Done, float Of, string Message);

/// <summary>Waits for orchestrations, and tells the client meanwhile.</summary>
internal sealed class InstanceWatch(EngineClient engine, IHostApplicationLifetime lifetime)
{
    /// <summary>A look costs the storage about what a step of the production costs.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>15 s: balancers close a connection on which nothing comes for some minutes, clients often after one.</summary>
    private const int LooksBetweenSigns = 30;

    /// <returns>The instance when it has ended, with its output; null if its history was purged.</returns>
    /// <exception cref="OperationCanceledException">The client has cancelled, or the process is being stopped.</exception>
    public async Task<OrchestrationMetadata?> UntilEndAsync(
        string instanceId, Func<OrchestrationMetadata, Stage> describe, ToolProgress progress, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (told, silent) = (default(Stage), 0);
        while (await engine.Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, waiting.Token) is { } instance)
        {
            if (instance.IsCompleted)
                return instance;
            var stage = describe(instance);
            silent = stage == told ? silent + 1 : 0;
            if (silent % LooksBetweenSigns == 0)
                await progress.ReportAsync(stage.Done + WithinStep(silent / LooksBetweenSigns), stage.Of, stage.Message, waiting.Token);
            told = stage;
            await Task.Delay(BetweenLooks, waiting.Token);
        }

        return null;
    }

    /// <summary>Nearer to the next step with every sign of life, and never there.</summary>
    private static float WithinStep(int signs) => 1 - (1f / (1 + signs));
}
