using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// The sessions, newest change first, a page at a time. A page costs one query of the index and one read for each row of it, however many
/// sessions there are.
/// </summary>
public sealed class SessionList(TableServiceClient tables, TimeProvider clock)
{
    private const int MaxReadsAtOnce = 8;

    /// <summary>Of rows, all of which may turn out not to count; the page is then short, and says where to go on.</summary>
    private const int MaxRowPages = 10;

    /// <summary>Sessions of a page whose outdated rows are cleared away; the next reader goes on.</summary>
    private const int MaxTidied = 2;

    private static readonly string[] RowNames = [.. SessionRows.SummaryNames, .. ListedHistory.PropertyNames];

    private readonly SessionIndex _index = new(tables);
    private readonly TableClient _sessions = tables.GetTableClient(SessionStore.TableName);

    /// <param name="from">Null for the first page.</param>
    /// <param name="settle">
    /// Asked about each session that is <c>draft</c> or <c>generating</c>: moves it on where its production has ended without saying so,
    /// and says whether the row may have changed.
    /// </param>
    public async Task<SessionPage> ReadAsync(
        SessionQuery query,
        ListPosition? from,
        Func<SessionSummary, CancellationToken, Task<bool>> settle,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var walk = new PageBuilder(query, from ?? ListPosition.Beginning(now));
        var read = new List<TableEntity>();
        var rowPages = 0;
        await foreach (var rows in _index.PagesAsync(query.Partition, walk.Position, query.Limit + 1, cancellationToken))
        {
            var sessions = await ReadSessionsAsync(rows, settle, cancellationToken);
            foreach (var row in rows)
                walk.Pass(row, sessions.GetValueOrDefault(row.SessionId));

            await DeleteOrphansAsync(rows, sessions, now, cancellationToken);
            read.AddRange(sessions.Values);
            // A storage that has looked through many rows and found none says so with an empty page.
            rowPages += rows.Count > 0 ? 1 : 0;
            if (walk.IsFull || rowPages == MaxRowPages)
                break;
        }

        foreach (var session in read.Where(row => ListedHistory.Of(row).Pruned(now).Expired.Count > 0).Take(MaxTidied))
            await _index.TidyAsync(session, now, cancellationToken);
        return new SessionPage(walk.Taken, walk.IsFull || rowPages == MaxRowPages ? walk.Position : null);
    }

    /// <returns>The session rows that the index rows are about, by session id; without those that are not there.</returns>
    private async Task<IReadOnlyDictionary<string, TableEntity>> ReadSessionsAsync(
        IReadOnlyList<IndexRow> rows, Func<SessionSummary, CancellationToken, Task<bool>> settle, CancellationToken cancellationToken)
    {
        var sessions = new ConcurrentDictionary<string, TableEntity>();
        await Parallel.ForEachAsync(
            rows.Select(row => row.SessionId).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = MaxReadsAtOnce, CancellationToken = cancellationToken },
            async (sessionId, token) =>
            {
                var session = await FindAsync(sessionId, token);
                if (session is not null && IsUnderWay(session) && await settle(SessionRows.ReadSummary(session), token))
                    session = await FindAsync(sessionId, token);
                if (session is not null)
                    sessions[sessionId] = session;
            });
        return sessions;
    }

    private static bool IsUnderWay(TableEntity session) =>
        !SessionRows.IsMarked(session) && SessionRows.Status(session) is SessionStatus.Draft or SessionStatus.Generating;

    private async Task DeleteOrphansAsync(
        IReadOnlyList<IndexRow> rows, IReadOnlyDictionary<string, TableEntity> sessions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            if (!sessions.TryGetValue(row.SessionId, out var session) || ListedHistory.Of(session).Find(row.Key) is null)
                await _index.DeleteOrphanAsync(row, now, cancellationToken);
        }
    }

    private async Task<TableEntity?> FindAsync(string sessionId, CancellationToken cancellationToken)
    {
        var row = await _sessions.GetEntityIfExistsAsync<TableEntity>(sessionId, SessionRows.SessionKey, RowNames, cancellationToken);
        return row.HasValue ? row.Value : null;
    }
}
