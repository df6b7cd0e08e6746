using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Housekeeping;

/// <summary>Runs on a schedule, in UTC. A run may be repeated or interrupted, or overlap with another one.</summary>
public sealed class HousekeepingFunctions(InstancePurge instances, OrphanRemoval orphans)
{
    [Function("PurgeInstances")]
    public Task PurgeInstances(
        [TimerTrigger("0 23 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        instances.RunAsync(client, cancellationToken);

    [Function("RemoveOrphans")]
    public Task RemoveOrphans(
        [TimerTrigger("0 53 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        orphans.RunAsync(client, cancellationToken);
}
