using System.Text.Json.Nodes;
using AudioFunctions.Export;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Housekeeping;

/// <summary>
/// Purges instances that ended long ago. First writes what only the instance knows to the session's rows: why a production ended early,
/// and which regenerations have run. Keeps an instance if only it shows that a request is a repeat.
/// </summary>
public sealed class InstancePurge(
    SessionLookup lookup,
    SessionStore sessions,
    SessionInstances instances,
    IOptions<HousekeepingOptions> options,
    TimeProvider clock,
    ILogger<InstancePurge> logger)
{
    private const string Kind = "instance";
    private const int MaxInOneRun = 500;
    private const int PageSize = 100;

    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (options.Value.KeepInstancesDays == 0)
            return;
        var endedBefore = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepInstancesDays);
        var query = new OrchestrationQuery
        {
            CreatedTo = endedBefore,
            Statuses = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            PageSize = PageSize,
        };
        using var run = new HousekeepingRun(Kind, MaxInOneRun, logger);
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (run.IsOver)
                break;
            if (instance.IsCompleted && instance.LastUpdatedAt < endedBefore)
                await run.TryAsync(instance.InstanceId, () => TryPurgeAsync(client, instance, cancellationToken), cancellationToken);
        }
    }

    private async Task<bool> TryPurgeAsync(DurableTaskClient client, OrchestrationMetadata instance, CancellationToken cancellationToken)
    {
        var (id, ended) = (instance.InstanceId, instance.LastUpdatedAt);
        if (!await CanForgetAsync(client, instance, cancellationToken))
            return false;
        // Don't purge an instance that was restarted after the page was read.
        if (await client.GetInstanceAsync(id, cancellation: cancellationToken) is not { IsCompleted: true } current || current.LastUpdatedAt != ended)
            return false;
        await instances.PurgeInstanceAsync(client, id, cancellationToken);
        return true;
    }

    private async Task<bool> CanForgetAsync(DurableTaskClient client, OrchestrationMetadata instance, CancellationToken cancellationToken)
    {
        if (instance.Name == ExportSession.Name)
            return true;
        if (instance.Name == ProduceSession.Name)
        {
            // Updates the session if its production ended without updating it.
            await lookup.FindAsync(client, instance.InstanceId, cancellationToken);
            return await sessions.CanForgetProductionAsync(instance.InstanceId, cancellationToken);
        }

        if (await FindSessionIdAsync(client, instance.InstanceId, cancellationToken) is not { } sessionId)
            return false;
        await sessions.ForgetRunAsync(sessionId, instance.InstanceId, cancellationToken);
        return true;
    }

    /// <summary>The input of a regeneration has the session id.</summary>
    private static async Task<string?> FindSessionIdAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        var instance = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
        return instance?.SerializedInput is { } input && JsonNode.Parse(input) is JsonObject fields && fields["session_id"] is JsonValue id
            ? id.GetValue<string>()
            : null;
    }
}
