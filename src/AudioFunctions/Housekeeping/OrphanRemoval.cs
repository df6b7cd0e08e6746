using System.Globalization;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Housekeeping;

/// <summary>
/// Finishes deletions that were cut off, and removes what belongs to no session: scripts, takes with their plans and leases, raw speech and
/// exports of an id without rows, and claims on answers that were never stored.
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
    private const int MostInOneRun = 100;

    /// <summary>The entries of answers are looked at in so many parts, one a day: each costs two requests.</summary>
    private const int Parts = 16;

    /// <summary>Longer than any deletion takes.</summary>
    private static readonly TimeSpan MaxDeletion = TimeSpan.FromHours(1);

    public async Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (options.Value.KeepOrphansDays == 0)
            return;
        var now = clock.GetUtcNow();
        var writtenBefore = now - TimeSpan.FromDays(options.Value.KeepOrphansDays);
        // The blobs first: a session that is created meanwhile has its row by the time the rows are read, or is too young.
        var ids = await blobs.ListSessionIdsAsync(cancellationToken);
        var rows = await removal.ListAsync(cancellationToken);

        await FinishDeletionsAsync(client, rows.Where(row => row.Value < now - MaxDeletion).Select(row => row.Key), cancellationToken);
        await RemoveOrphansAsync(client, ids.Where(id => !rows.ContainsKey(id)), writtenBefore, cancellationToken);
        await RemoveClaimsAsync(now, writtenBefore, cancellationToken);
    }

    private async Task FinishDeletionsAsync(DurableTaskClient client, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        using var run = new HousekeepingRun("deletion", MostInOneRun, logger);
        foreach (var id in ids.TakeWhile(_ => !run.IsOver))
            await run.TryAsync(id, () => TryEraseAsync(client, id, cancellationToken), cancellationToken);
    }

    private async Task RemoveOrphansAsync(
        DurableTaskClient client, IEnumerable<string> ids, DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        using var run = new HousekeepingRun("orphan", MostInOneRun, logger);
        foreach (var id in ids.TakeWhile(_ => !run.IsOver))
        {
            await run.TryAsync(
                id,
                async () => await IsOrphanAsync(client, id, writtenBefore, cancellationToken)
                    // From here on nobody can create the session; if somebody has, it isn't marked.
                    && await removal.TryMarkMissingAsync(id, cancellationToken)
                    && await TryEraseOrUnmarkAsync(client, id, cancellationToken),
                cancellationToken);
        }
    }

    /// <summary>A production that was started past <c>POST sessions</c> has an instance before it has rows.</summary>
    private async Task<bool> IsOrphanAsync(DurableTaskClient client, string id, DateTimeOffset writtenBefore, CancellationToken cancellationToken) =>
        PathName.IsPossible(id)
        && await blobs.FindLastWriteAsync(id, cancellationToken) < writtenBefore
        && await client.GetInstanceAsync(id, cancellation: cancellationToken) is null;

    /// <summary>Somebody may have started a production of it in the meantime: then it is no orphan.</summary>
    private async Task<bool> TryEraseOrUnmarkAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (await TryEraseAsync(client, id, cancellationToken))
            return true;
        await removal.UnmarkAsync(id, cancellationToken);
        return false;
    }

    /// <param name="id">Marked as being deleted.</param>
    private async Task<bool> TryEraseAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        // A deletion that was killed before it looked for the last time.
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
