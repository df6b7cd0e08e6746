using System.Net;
using System.Runtime.CompilerServices;
using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// Table <c>SessionIndex</c>: the sessions by the time of their last change. Its rows are written around the write of the session row,
/// which is the one that counts: the new rows before it, so that a session that exists is always found; the replaced rows are marked
/// after it. A reader holds every row against the session row, so whatever a crash leaves behind is harmless.
/// </summary>
internal sealed class SessionIndex(TableServiceClient tables)
{
    public const string TableName = "SessionIndex";

    /// <summary>Long after the last moment at which an attempt could still be written: nobody waits an hour for a storage request.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromHours(1);

    /// <summary>A change takes four rows or a few more; a session that is deleted may have hundreds.</summary>
    private const int MaxRequestsAtOnce = 16;

    private const string SessionId = "SessionId";

    /// <summary>The ticks at which the row was replaced, as digits; of a row that was not: more than any time.</summary>
    private const string Until = "Until";

    private readonly TableClient _index = tables.GetTableClient(TableName);
    private readonly TableClient _sessions = tables.GetTableClient(SessionStore.TableName);
    private readonly TableReadiness _ready = new(tables, TableName);

    /// <summary>
    /// Writes a session row that has changed, with its place in the list: sets <c>UpdatedAt</c>, which only ever grows, and does the
    /// write between those of the index.
    /// </summary>
    /// <param name="write">The one conditional write that holds <paramref name="session"/>.</param>
    /// <exception cref="RequestFailedException">As the write threw it; the session then is as it was.</exception>
    public async Task WriteAsync(TableEntity session, DateTimeOffset now, Func<Task> write, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var before = ListedHistory.Of(session);
        var at = session.GetDateTimeOffset("UpdatedAt") is { } last && last >= now ? last.AddTicks(1) : now;
        var next = ListedVersion.New(at, SessionRows.Status(session));
        var (expired, after) = before.Followed(next).Pruned(now);

        // What expired goes before the session row forgets it: rows that nothing names would stay for ever.
        await Task.WhenAll(
            AddAsync(session, next, cancellationToken),
            DeleteAsync(session, expired, cancellationToken));
        session["UpdatedAt"] = at;
        after.WriteTo(session);
        try
        {
            await write();
        }
        catch (RequestFailedException refusal) when (IsRefusal(refusal))
        {
            // A write whose answer was lost is refused when it is sent again: the row says whether it was done.
            if (!await IsWrittenAsync(session.PartitionKey, next, cancellationToken))
            {
                await DeleteAsync(session, [next], cancellationToken);
                throw;
            }
        }

        if (before.Current is { } replaced)
            await ReplaceAsync(session, before, replaced, next, cancellationToken);
    }

    /// <summary>Deletes the rows that the session row names.</summary>
    public async Task RemoveAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var row = await _sessions.GetEntityIfExistsAsync<TableEntity>(sessionId, SessionRows.SessionKey, cancellationToken: cancellationToken);
        if (row.HasValue && ListedHistory.Of(row.Value!) is { Current: { } current } history)
            await DeleteAsync(row.Value!, [.. history.Earlier, current], cancellationToken);
    }

    /// <summary>Deletes the rows of a session that has been quiet for long, and what its row says of them.</summary>
    public async Task TidyAsync(TableEntity session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (expired, rest) = ListedHistory.Of(session).Pruned(now);
        if (expired.Count == 0)
            return;

        await DeleteAsync(session, expired, cancellationToken);
        var change = new TableEntity(session.PartitionKey, session.RowKey);
        rest.WriteTo(change);
        try
        {
            await _sessions.UpdateEntityAsync(change, session.ETag, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException refusal) when (IsRefusal(refusal))
        {
            // Another writer came first, and takes care of it itself.
        }
    }

    /// <summary>Deletes a row of a partition that no session row names, where it is certain that none will.</summary>
    public async Task DeleteOrphanAsync(IndexRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row.Ticks < now.UtcTicks - AttemptTimeout.Ticks)
            await _index.DeleteEntityAsync(row.Partition, row.Key, ETag.All, cancellationToken);
    }

    /// <summary>The rows of a partition from a position on, newest first, without those that were replaced too early to count.</summary>
    public async IAsyncEnumerable<IReadOnlyList<IndexRow>> PagesAsync(
        string partition,
        ListPosition from,
        int rowsInPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {from.AfterKey ?? ""} and Until gt {ListedVersion.Digits(from.BlurredSinceTicks)}");
        var pages = _index.QueryAsync<TableEntity>(filter, rowsInPage, ["RowKey", SessionId], cancellationToken).AsPages();
        await foreach (var page in pages.WithCancellation(cancellationToken))
            yield return [.. page.Values.Select(row => new IndexRow(partition, row.RowKey, row.GetString(SessionId)))];
    }

    private Task AddAsync(TableEntity session, ListedVersion version, CancellationToken cancellationToken) =>
        // An upsert, so that one that is sent again because its answer was lost is not refused.
        ForEachAsync(session, [version], (partition, key) => _index.UpsertEntityAsync(
            new TableEntity(partition, key) { [SessionId] = session.PartitionKey, [Until] = ListedVersion.Digits(long.MaxValue) },
            TableUpdateMode.Replace,
            cancellationToken));

    private Task DeleteAsync(TableEntity session, IReadOnlyList<ListedVersion> versions, CancellationToken cancellationToken) =>
        ForEachAsync(session, versions, (partition, key) => _index.DeleteEntityAsync(partition, key, ETag.All, cancellationToken));

    /// <summary>
    /// Spares readers the replaced rows that they need not look at. A status that the session has left shows it to nobody any more: the rows
    /// there go at once, so that the lists of what is under way do not fill up with what once was.
    /// </summary>
    private async Task ReplaceAsync(
        TableEntity session, ListedHistory before, ListedVersion replaced, ListedVersion next, CancellationToken cancellationToken)
    {
        var project = session.GetString("ProjectName");
        var kept = next.Status == replaced.Status ? IndexPartitions.Of(project, next.Status) : IndexPartitions.OfAnyStatus(project);
        var left = next.Status == replaced.Status ? [] : before.Earlier.Append(replaced).Where(version => version.Status == replaced.Status);
        try
        {
            await Task.WhenAll(
                ForEachAsync(
                    kept.Select(partition => (partition, replaced.RowKey)),
                    (partition, key) => MarkAsync(partition, key, next.Ticks, cancellationToken)),
                ForEachAsync(
                    from version in left
                    from partition in IndexPartitions.OfStatus(project, version.Status)
                    select (partition, version.RowKey),
                    (partition, key) => _index.DeleteEntityAsync(partition, key, ETag.All, cancellationToken)));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // The change is written, so it has not failed. A reader of such a row finds in the session row that it does not count.
        }
    }

    private async Task MarkAsync(string partition, string key, long until, CancellationToken cancellationToken) => await _index.UpdateEntityAsync(
        new TableEntity(partition, key) { [Until] = ListedVersion.Digits(until) }, ETag.All, TableUpdateMode.Merge, cancellationToken);

    private static Task ForEachAsync(TableEntity session, IEnumerable<ListedVersion> versions, Func<string, string, Task> request)
    {
        var project = session.GetString("ProjectName");
        return ForEachAsync(
            from version in versions
            from partition in IndexPartitions.Of(project, version.Status)
            select (partition, version.RowKey),
            request);
    }

    /// <summary>Rows of several partitions: no transaction holds them together.</summary>
    private static async Task ForEachAsync(IEnumerable<(string Partition, string Key)> rows, Func<string, string, Task> request) =>
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = MaxRequestsAtOnce },
            async (row, _) => await request(row.Partition, row.Key));

    private async Task<bool> IsWrittenAsync(string sessionId, ListedVersion version, CancellationToken cancellationToken)
    {
        var row = await _sessions.GetEntityIfExistsAsync<TableEntity>(
            sessionId, SessionRows.SessionKey, ListedHistory.PropertyNames, cancellationToken);
        return row.HasValue && ListedHistory.Of(row.Value!).Knows(version);
    }

    private static bool IsRefusal(RequestFailedException failure) =>
        failure.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.Conflict or (int)HttpStatusCode.NotFound;
}

/// <summary>A row of the index; only the session row says whether it counts.</summary>
internal readonly record struct IndexRow(string Partition, string Key, string SessionId)
{
    public long Ticks => ListedVersion.TicksOf(Key);
}
