using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// The sessions, newest change first, a page at a time. A page costs one query of the index and one read for each of its rows, however many
/// sessions there are.
/// </summary>
public sealed class SessionList(TableServiceClient tables, TimeProvider clock)
{
    private const int MaxReadsAtOnce = 8;

    /// <summary>Of rows, all of which may turn out to be outdated; the page is then short, and says where to go on.</summary>
    private const int MaxRowPages = 10;

    private static readonly string[] RowNames = [.. SessionRows.SummaryNames, .. ListedVersion.PropertyNames];

    private readonly SessionIndex _index = new(tables);
    private readonly TableClient _sessions = tables.GetTableClient(SessionStore.TableName);

    /// <param name="from">Null for the first page.</param>
    /// <param name="reconcile">
    /// Asked about each session that is <c>draft</c> or <c>generating</c>: if its production has ended without saying so, moves it on and
    /// returns whether the row may have changed.
    /// </param>
    public async Task<SessionPage> ReadAsync(
        SessionQuery query,
        ListPosition? from,
        Func<SessionSummary, CancellationToken, Task<bool>> reconcile,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var page = new List<SessionSummary>();
        var last = from?.AfterKey ?? "";
        var rowPages = 0;
        // One row more than the page holds: it says whether another page follows.
        await foreach (var rows in _index.PagesAsync(query.List, last, query.Limit + 1, cancellationToken))
        {
            var sessions = await ReadSessionsAsync(rows, reconcile, cancellationToken);
            foreach (var row in rows)
            {
                var session = sessions.GetValueOrDefault(row.SessionId);
                if (session is null || ListedVersion.Of(session)?.Key != row.Key)
                {
                    await _index.DeleteOutdatedAsync(row, now, cancellationToken);
                }
                else if (!SessionRows.IsMarked(session) && query.Matches(SessionRows.ReadSummary(session)))
                {
                    if (page.Count == query.Limit)
                        return new SessionPage(page, new ListPosition(last));
                    page.Add(SessionRows.ReadSummary(session));
                }

                last = row.Key;
            }

            // Storage that has looked through many rows and found none returns an empty page.
            rowPages += rows.Count > 0 ? 1 : 0;
            if (rowPages == MaxRowPages)
                return new SessionPage(page, new ListPosition(last));
        }

        return new SessionPage(page, null);
    }

    /// <returns>The session rows that the index rows are about, by session id; without those that don't exist.</returns>
    private async Task<IReadOnlyDictionary<string, TableEntity>> ReadSessionsAsync(
        IReadOnlyList<IndexRow> rows, Func<SessionSummary, CancellationToken, Task<bool>> reconcile, CancellationToken cancellationToken)
    {
        var sessions = new ConcurrentDictionary<string, TableEntity>();
        await Parallel.ForEachAsync(
            rows.Select(row => row.SessionId).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = MaxReadsAtOnce, CancellationToken = cancellationToken },
            async (sessionId, token) =>
            {
                var session = await FindAsync(sessionId, token);
                if (session is not null && IsUnderWay(session) && await reconcile(SessionRows.ReadSummary(session), token))
                    session = await FindAsync(sessionId, token);
                if (session is not null)
                    sessions[sessionId] = session;
            });
        return sessions;
    }

    private static bool IsUnderWay(TableEntity session) =>
        !SessionRows.IsMarked(session) && SessionRows.Status(session) is SessionStatus.Draft or SessionStatus.Generating;

    private async Task<TableEntity?> FindAsync(string sessionId, CancellationToken cancellationToken)
    {
        var row = await _sessions.GetEntityIfExistsAsync<TableEntity>(sessionId, SessionRows.SessionKey, RowNames, cancellationToken);
        return row.HasValue ? row.Value : null;
    }
}
