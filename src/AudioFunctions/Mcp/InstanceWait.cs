using Microsoft.DurableTask.Client;

namespace AudioFunctions.Mcp;

/// <summary>Waits for orchestrations.</summary>
internal sealed class InstanceWait(EngineClient engine, WorkWatch watch)
{
    /// <summary>The polling interval. Each poll costs storage about as much as a step of the production.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <returns>The ended instance with its output; null if its history was purged.</returns>
    /// <inheritdoc cref="WorkWatch.UntilEndAsync"/>
    public Task<OrchestrationMetadata?> UntilEndAsync(
        string instanceId, Func<OrchestrationMetadata, Stage> describe, ToolProgress progress, CancellationToken cancellationToken) =>
        watch.UntilEndAsync(
            async token =>
            {
                var instance = await engine.Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, token);
                return (instance, instance is { IsCompleted: false } ? describe(instance) : (Stage?)null);
            },
            PollInterval,
            progress,
            cancellationToken);
}
