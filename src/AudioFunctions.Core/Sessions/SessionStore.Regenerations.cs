using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>The orchestrations that work on a session beside its production.</content>
public sealed partial class SessionStore
{
    /// <summary>
    /// Notes an orchestration that is about to work on the session beside its production, so that whoever deletes the session finds
    /// it. In one transaction with the session row: where the deletion came first, nothing is noted.
    /// </summary>
    /// <returns>False if there is no such session.</returns>
    public async Task<bool> AddRunAsync(string sessionId, string instanceId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        for (var conflicts = 0; ; conflicts++)
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return false;
            try
            {
                await _table.SubmitTransactionAsync(
                    [
                        new(TableTransactionActionType.UpsertReplace, new TableEntity(sessionId, SessionRows.RunKey(instanceId))),
                        new(TableTransactionActionType.UpdateReplace, session, session.ETag),
                    ],
                    cancellationToken);
                return true;
            }
            catch (RequestFailedException conflict) when (IsConflict(conflict) && conflicts < MaxConflicts)
            {
                // Lost the race; reload and retry.
            }
        }
    }

    /// <summary>The orchestrations noted by <see cref="AddRunAsync"/>, running or ended.</summary>
    public async Task<IReadOnlyList<string>> RegenerationsAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var runs = new List<string>();
        var (first, last) = (SessionRows.RunKey(""), SessionRows.RunKey("~"));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId} and RowKey gt {first} and RowKey lt {last}");
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            runs.Add(SessionRows.RunOf(row));
        return runs;
    }
}
