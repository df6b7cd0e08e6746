using System.Globalization;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Housekeeping;

/// <summary>
/// Finishes interrupted deletions, and removes what belongs to no session: scripts, takes with their plans and leases, raw speech and
/// exports of an id without rows, and claims on responses that were never stored.
/// </summary>
public sealed class OrphanRemoval(
    SessionRemoval removal,
    SessionInstances instances,
    SessionBlobs blobs,
    TakeFiles takes,
    IOptions<HousekeepingOptions> options,
    TimeProvider clock,
    ILogger<OrphanRemoval> logger)
{
    private const int MaxInOneRun = 100;

    /// <summary>Claims on responses are checked in 16 parts, one a day, because each check costs two requests.</summary>
    private const int Parts = 16;

    /// <summary>Longer than any deletion takes.</summary>
    private static readonly TimeSpan MaxDeletion = TimeSpan.FromHours(1);

    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (options.Value.KeepOrphansDays == 0)
            return;
        var now = clock.GetUtcNow();
        var writtenBefore = now - TimeSpan.FromDays(options.Value.KeepOrphansDays);
        // List the blobs first: a session created in between has its row when the rows are read, or is too young.
        var ids = await blobs.ListSessionIdsAsync(cancellationToken);
        var rows = await removal.ListAsync(cancellationToken);

        await FinishDeletionsAsync(client, rows.Where(row => row.Value < now - MaxDeletion).Select(row => row.Key), cancellationToken);
        await RemoveOrphansAsync(client, ids.Where(id => !rows.ContainsKey(id)), writtenBefore, cancellationToken);
        await RemoveClaimsAsync(now, writtenBefore, cancellationToken);
    }

    private async Task FinishDeletionsAsync(DurableTaskClient client, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        using var run = new HousekeepingRun("deletion", MaxInOneRun, logger);
        foreach (var id in ids.TakeWhile(_ => !run.IsOver))
            await run.TryAsync(id, () => TryDeleteAsync(client, id, cancellationToken), cancellationToken);
    }

    private async Task RemoveOrphansAsync(
        DurableTaskClient client, IEnumerable<string> ids, DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        using var run = new HousekeepingRun("orphan", MaxInOneRun, logger);
        foreach (var id in ids.TakeWhile(_ => !run.IsOver))
        {
            await run.TryAsync(
                id,
                async () => await IsOrphanAsync(client, id, writtenBefore, cancellationToken)
                    // Once marked, the session can't be created; if it exists by now, it isn't marked.
                    && await removal.TryMarkMissingAsync(id, cancellationToken)
                    && await TryDeleteOrUnmarkAsync(client, id, cancellationToken),
                cancellationToken);
        }
    }

    /// <summary>A production that was started through the management API has an instance before it has rows.</summary>
    private async Task<bool> IsOrphanAsync(DurableTaskClient client, string id, DateTimeOffset writtenBefore, CancellationToken cancellationToken) =>
        PathName.IsPossible(id)
        && await blobs.FindLastWriteAsync(id, cancellationToken) < writtenBefore
        && await client.GetInstanceAsync(id, cancellation: cancellationToken) is null;

    /// <summary>If somebody has started a production in the meantime, the id is not an orphan.</summary>
    private async Task<bool> TryDeleteOrUnmarkAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (await TryDeleteAsync(client, id, cancellationToken))
            return true;
        await removal.UnmarkAsync(id, cancellationToken);
        return false;
    }

    /// <param name="id">An id that is marked as being deleted.</param>
    private async Task<bool> TryDeleteAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        // The interrupted deletion may not have reached its last check.
        if (await instances.FindRunningAsync(client, id, cancellationToken) is not null)
            return false;
        await instances.PurgeAsync(client, id, cancellationToken);
        return await removal.DeleteDataAsync(id, cancellationToken);
    }

    private async Task RemoveClaimsAsync(DateTimeOffset now, DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        var part = now.ToUnixTimeSeconds() / (long)TimeSpan.FromDays(1).TotalSeconds % Parts;
        var removed = await takes.RemoveLeftClaimsAsync(part.ToString("x", CultureInfo.InvariantCulture), writtenBefore, cancellationToken);
        using var run = new HousekeepingRun("claim", int.MaxValue, logger);
        run.Add(removed);
    }
}
