using System.Runtime.CompilerServices;
using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// Table <c>SessionIndex</c>: the sessions by the time of their last change, in one partition, so that a session's rows in all its lists
/// change in one transaction. The new rows are added before the session row is written and the old ones deleted after it. The session row
/// names the valid rows, so rows left by a crash are harmless.
/// </summary>
internal sealed class SessionIndex(TableServiceClient tables)
{
    public const string TableName = "SessionIndex";
    public const string Partition = "sessions";

    /// <summary>Much longer than a running change can take to be written.</summary>
    private static readonly TimeSpan MaxChangeTime = TimeSpan.FromHours(1);

    private readonly TableClient _index = tables.GetTableClient(TableName);
    private readonly TableClient _sessions = tables.GetTableClient(SessionStore.TableName);
    private readonly OldSessionIndex _ready = new(tables);

    /// <summary>The key of a session's row in a list.</summary>
    public static string RowKey(string list, string key) => $"{list}_{key}";

    /// <summary>Writes a changed session row with its place in the lists, and sets <c>UpdatedAt</c>, which only ever grows.</summary>
    /// <param name="write">The one conditional write that holds <paramref name="session"/>.</param>
    /// <exception cref="RequestFailedException">From <paramref name="write"/>; the session is unchanged.</exception>
    public async Task WriteAsync(TableEntity session, DateTimeOffset now, Func<Task> write, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var replaced = ListedVersion.Of(session);
        var at = session.GetDateTimeOffset("UpdatedAt") is { } last && last >= now ? last.AddTicks(1) : now;
        var next = ListedVersion.New(at, SessionRows.Status(session));

        await AddAsync(_index, session, next, cancellationToken);
        session["UpdatedAt"] = at;
        next.WriteTo(session);
        try
        {
            await write();
        }
        catch (RequestFailedException refusal) when (StorageConflict.Is(refusal))
        {
            // If a response was lost, the service refuses the repeated write; the row tells whether the first one succeeded.
            if (!await IsWrittenAsync(session.PartitionKey, next, cancellationToken))
            {
                await DeleteAsync(session, next, cancellationToken);
                throw;
            }
        }

        if (replaced is { } old)
            await TryDeleteAsync(session, old, cancellationToken);
    }

    /// <summary>Deletes the rows that the session row names.</summary>
    public async Task RemoveAsync(TableEntity session, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (ListedVersion.Of(session) is { } current)
            await DeleteAsync(session, current, cancellationToken);
    }

    /// <summary>Deletes a row that its session doesn't name, unless it may belong to a running change.</summary>
    public async Task DeleteOutdatedAsync(IndexRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row.Ticks < now.UtcTicks - MaxChangeTime.Ticks)
            await _index.DeleteEntityAsync(Partition, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>The rows of a list after a key, newest first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<IndexRow>> PagesAsync(
        string list, string afterKey, int rowsInPage, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        string[] columns = [nameof(IndexRow.RowKey), nameof(IndexRow.SessionId)];
        var pages = _index.QueryAsync<IndexRow>(Filter(list, afterKey), rowsInPage, columns, cancellationToken).AsPages();
        await foreach (var page in pages.WithCancellation(cancellationToken))
            yield return page.Values;
    }

    /// <summary>The query for the rows of a list after a key.</summary>
    public static string Filter(string list, string afterKey) => TableClient.CreateQueryFilter(
        $"PartitionKey eq {Partition} and RowKey gt {RowKey(list, afterKey)} and RowKey lt {RowKey(list, "~")}");

    /// <summary>Adds the session's rows. They may exist already if the response to an earlier request was lost.</summary>
    public static Task AddAsync(TableClient index, TableEntity session, ListedVersion version, CancellationToken cancellationToken) =>
        index.SubmitTransactionAsync(
            Rows(session, version).Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);

    private async Task TryDeleteAsync(TableEntity session, ListedVersion version, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(session, version, cancellationToken);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // The change itself succeeded. Readers skip the old rows, and delete them later.
        }
    }

    private async Task DeleteAsync(TableEntity session, ListedVersion version, CancellationToken cancellationToken)
    {
        var rows = Rows(session, version).ToList();
        try
        {
            var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
            await _index.SubmitTransactionAsync(actions, cancellationToken);
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            // A transaction fails as a whole if one of its rows is missing.
            foreach (var row in rows)
                await _index.DeleteEntityAsync(Partition, row.RowKey, ETag.All, cancellationToken);
        }
    }

    private static IEnumerable<IndexRow> Rows(TableEntity session, ListedVersion version) =>
        from list in SessionLists.Of(session.GetString("ProjectName"), version.Status)
        select new IndexRow { RowKey = RowKey(list, version.Key), SessionId = session.PartitionKey };

    private async Task<bool> IsWrittenAsync(string sessionId, ListedVersion version, CancellationToken cancellationToken)
    {
        var row = await _sessions.GetEntityIfExistsAsync<TableEntity>(
            sessionId, SessionRows.SessionKey, ListedVersion.PropertyNames, cancellationToken);
        return row.HasValue && version.IsIn(row.Value!);
    }
}
