using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>Beats that failed: why, what was spoken of them, and how many they are. The session row has the number, so that a list doesn't read beats.</content>
public sealed partial class SessionStore
{
    /// <summary>Records why a beat was not spoken. What an earlier run got of it stays usable.</summary>
    public Task RecordNotSpokenAsync(string sessionId, string beatId, BeatError error, CancellationToken cancellationToken) =>
        ChangeFailureAsync(sessionId, beatId, beat => SetErrorIfMissing(beat, error), wording: null, cancellationToken);

    /// <summary>Records why a take failed. A beat that has another take keeps it and gets no error, but the failed take's answers for the next try.</summary>
    /// <param name="failedTakeId">The take whose stored answers another try may use, or null.</param>
    /// <param name="wording">Of the beat when that take was planned; null is the current one.</param>
    public Task RecordFailureAsync(
        string sessionId, string beatId, BeatError error, string? failedTakeId, CancellationToken cancellationToken, string? wording = null) =>
        ChangeFailureAsync(
            sessionId,
            beatId,
            beat =>
            {
                SetErrorIfMissing(beat, error);
                // The take itself, if it was stored and only the response to that got lost.
                if (failedTakeId is null || SelectedTakeId(beat) != failedTakeId)
                    beat["FailedTakeId"] = failedTakeId;
            },
            wording,
            cancellationToken);

    /// <summary>Keeps the answers of a take that a production has begun and another leaves, for the next try.</summary>
    public Task KeepUnfinishedAsync(string sessionId, string beatId, string takeId, string wording, CancellationToken cancellationToken) =>
        ChangeFailureAsync(
            sessionId,
            beatId,
            beat =>
            {
                // A beat that has a take was finished by the run.
                if (SelectedTakeId(beat) is null)
                    beat["FailedTakeId"] = takeId;
            },
            wording,
            cancellationToken);

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
            allows: null,
            cancellationToken,
            wording);
        Existing(written, sessionId, beatId);
    }

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
