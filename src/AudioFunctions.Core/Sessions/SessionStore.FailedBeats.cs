using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>Failed beats: their errors, their stored responses, and their number, which the session row has so that a list doesn't read beats.</content>
public sealed partial class SessionStore
{
    /// <summary>Records why a beat was not spoken. The responses of an earlier run stay usable.</summary>
    public Task RecordNotSpokenAsync(string sessionId, string beatId, BeatError error, CancellationToken cancellationToken) =>
        ChangeFailureAsync(sessionId, beatId, beat => SetErrorIfMissing(beat, error), wording: null, cancellationToken);

    /// <summary>Records why a take failed. A beat with another take gets no error, but keeps the failed take's responses for the next attempt.</summary>
    /// <param name="failedTakeId">The take whose stored responses the next attempt may use, or null.</param>
    /// <param name="wording">The beat's wording when that take was planned; null for the current one.</param>
    public Task RecordFailureAsync(
        string sessionId, string beatId, BeatError error, string? failedTakeId, CancellationToken cancellationToken, string? wording = null) =>
        ChangeFailureAsync(
            sessionId,
            beatId,
            beat =>
            {
                SetErrorIfMissing(beat, error);
                // The take itself may be stored, if only the response to that write was lost.
                if (failedTakeId is null || SelectedTakeId(beat) != failedTakeId)
                    beat["FailedTakeId"] = failedTakeId;
            },
            wording,
            cancellationToken);

    /// <summary>Keeps the responses of a take that an interrupted production began, for the next attempt.</summary>
    public Task KeepUnfinishedAsync(string sessionId, string beatId, string takeId, string wording, CancellationToken cancellationToken) =>
        ChangeFailureAsync(
            sessionId,
            beatId,
            beat =>
            {
                // The run finished a beat that has a take.
                if (SelectedTakeId(beat) is null)
                    beat["FailedTakeId"] = takeId;
            },
            wording,
            cancellationToken);

    /// <summary>The ids of a beat's takes of one wording. A failed take isn't one.</summary>
    public async Task<IReadOnlySet<string>> FindTakeIdsAsync(
        string sessionId, string beatId, string wording, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var (first, last) = (SessionRows.TakeKey(""), SessionRows.TakeKey("~"));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {sessionId} and RowKey gt {first} and RowKey lt {last} and BeatId eq {beatId}");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var take in _table.QueryAsync<TableEntity>(filter, select: ["RowKey", "Wording"], cancellationToken: cancellationToken))
        {
            if (SessionRows.ReadWording(take) == wording)
                ids.Add(take.RowKey[first.Length..]);
        }

        return ids;
    }

    private static void SetErrorIfMissing(TableEntity beat, BeatError error)
    {
        if (SelectedTakeId(beat) is null)
            SessionRows.SetError(beat, error);
    }

    private async Task ChangeFailureAsync(
        string sessionId, string beatId, Action<TableEntity> change, string? wording, CancellationToken cancellationToken)
    {
        var written = await ChangeBeatAsync(
            sessionId,
            beatId,
            (beat, _, _) =>
            {
                change(beat);
                return null;
            },
            refuses: null,
            cancellationToken,
            wording);
        Existing(written, sessionId, beatId);
    }

    /// <summary>Updates the count in the session's row after a change to a beat; one transaction writes both.</summary>
    private async Task CountFailureAsync(TableEntity session, TableEntity beat, bool wasFailed, CancellationToken cancellationToken)
    {
        var before = SessionRows.ReadFailedBeatCount(session) ?? await CountFailedBeatsAsync(session.PartitionKey, cancellationToken);
        SessionRows.SetFailedBeatCount(session, before - (wasFailed ? 1 : 0) + (SessionRows.IsFailed(beat) ? 1 : 0));
    }

    /// <summary>Runs once for a session of an earlier version. If a beat changes in between, the transaction conflicts.</summary>
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
