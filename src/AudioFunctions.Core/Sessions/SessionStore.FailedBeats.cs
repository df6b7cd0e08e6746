using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>How many beats of a session have failed: kept in the session row, so that a list doesn't read beats.</content>
public sealed partial class SessionStore
{
    /// <summary>Counts a changed beat in its session's row; both are then written in one transaction.</summary>
    private async Task CountFailureAsync(TableEntity session, TableEntity beat, bool wasFailed, CancellationToken cancellationToken)
    {
        var before = SessionRows.ReadFailedBeatCount(session) ?? await CountFailedBeatsAsync(session.PartitionKey, cancellationToken);
        SessionRows.SetFailedBeatCount(session, before - (wasFailed ? 1 : 0) + (SessionRows.IsFailed(beat) ? 1 : 0));
    }

    /// <summary>Once for a session that is older than the count. If a beat changes meanwhile, the transaction conflicts.</summary>
    private async Task<int> CountFailedBeatsAsync(string sessionId, CancellationToken cancellationToken)
    {
        var (first, last) = (SessionRows.BeatKey(""), SessionRows.BeatKey("~"));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId} and RowKey gt {first} and RowKey lt {last}");
        var failed = 0;
        await foreach (var beat in _table.QueryAsync<TableEntity>(filter, select: ["RowKey", "ErrorCode"], cancellationToken: cancellationToken))
            failed += SessionRows.IsFailed(beat) ? 1 : 0;
        return failed;
    }
}
