using System.Net;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>How a session comes to be.</content>
public sealed partial class SessionStore
{
    private const int MaxRowsInTransaction = 100;

    /// <summary>
    /// Writes a new session as <c>generating</c>. The session row is written last: a session exists when it does.
    /// A second call with the same id changes nothing, also where both run at once; it goes on where an earlier one broke off.
    /// </summary>
    /// <returns>When the session was created.</returns>
    public async Task<DateTimeOffset> CreateAsync(NewSession session, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (await CreatedAtAsync(session.SessionId, cancellationToken) is { } createdAt)
            return createdAt;

        var now = clock.GetUtcNow();
        var rows = session.Beats
            .Select((beat, order) => SessionRows.ForBeat(session.SessionId, beat, order))
            .Append(SessionRows.ForSession(session, SessionStatus.Generating, now));
        var isNew = false;
        foreach (var batch in rows.Chunk(MaxRowsInTransaction))
            isNew = await TryAddAsync(batch, cancellationToken);

        // The last transaction holds the session row: where it was there first, so was another run of this step.
        return isNew ? now : await CreatedAtAsync(session.SessionId, cancellationToken) ?? now;
    }

    /// <summary>Adds the rows in one transaction.</summary>
    /// <returns>False where they are there already; they are left as they were.</returns>
    private async Task<bool> TryAddAsync(IEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        try
        {
            var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row));
            await _table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == (int)HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    private async Task<DateTimeOffset?> CreatedAtAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken);
        return session is not null && SessionRows.IsMarked(session)
            ? throw new InvalidOperationException($"Session {sessionId} is being deleted; it cannot be created until that is done.")
            : session?.GetDateTimeOffset("CreatedAt");
    }
}
