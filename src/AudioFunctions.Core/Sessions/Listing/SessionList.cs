using System.Collections.Concurrent;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// Lists sessions in pages, newest change first. A page costs one query of the index and one read per row, no matter how many sessions
/// there are.
/// </summary>
public sealed class SessionList(TableServiceClient tables, TimeProvider clock)
{
    private const int MaxReadsAtOnce = 8;

    /// <summary>Limits the rows read for a page. If many are outdated, the page is short, but has a continuation.</summary>
    private const int MaxRowPages = 10;

    private static readonly string[] RowNames = [.. SessionRows.SummaryNames, .. ListedVersion.PropertyNames];

    private readonly SessionIndex _index = new(tables);
    private readonly TableClient _sessions = tables.GetTableClient(SessionStore.TableName);

    /// <param name="from">Null for the first page.</param>
    /// <param name="reconcile">
    /// Called for each session that is <c>draft</c> or <c>generating</c>: updates it if its production has ended without doing so, and
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
        // Read one row more than the page holds, to know whether another page follows.
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

            // Storage may return an empty page although more rows follow.
            rowPages += rows.Count > 0 ? 1 : 0;
            if (rowPages == MaxRowPages)
                return new SessionPage(page, new ListPosition(last));
        }

        return new SessionPage(page, null);
    }

    /// <returns>The session rows of the index rows, by session id; without those that don't exist.</returns>
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
