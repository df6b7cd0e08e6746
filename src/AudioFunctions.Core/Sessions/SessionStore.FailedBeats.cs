using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>Failed beats: their errors, their stored responses, and their number, which the session row has so that a list doesn't read beats.</content>
public sealed partial class SessionStore
{
    /// <summary>Records why a beat was not spoken. The responses of an earlier run stay usable.</summary>
    public Task RecordNotSpokenAsync(string sessionId, string beatId, BeatError error, CancellationToken cancellationToken) =>
        ChangeFailureAsync(sessionId, beatId, beat => SetErrorIfMissing(beat, error), wording: null, cancellationToken);

    /// <summary>Records why a take failed. A beat with another take gets no error, but keeps the failed take's responses for the next attempt.</summary>
    /// <param name="failedTakeId">The take whose stored responses the next attempts may use; null if it has none. Earlier ones are kept.</param>
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
                if (failedTakeId is { } id && SelectedTakeId(beat) != id)
                    SessionRows.AddFailedTake(beat, id);
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
                    SessionRows.AddFailedTake(beat, takeId);
            },
            wording,
            cancellationToken);

    /// <summary>Adds takes to the failed ones of the beat's current wording. Those recorded meanwhile are kept, as the newest.</summary>
    /// <param name="ids">Newest first.</param>
    /// <returns>Those that are kept, newest first; none if there is no such beat.</returns>
    public async Task<IReadOnlyList<string>> KeepFailedTakesAsync(
        string sessionId, string beatId, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> kept = [];
        await ChangeBeatAsync(
            sessionId,
            beatId,
            (beat, _, _) =>
            {
                SessionRows.WriteFailedTakes(beat, [.. SessionRows.ReadFailedTakes(beat).Except(ids), .. ids]);
                kept = SessionRows.ReadFailedTakes(beat);
                return null;
            },
            refuses: null,
            cancellationToken);
        return kept;
    }

    /// <summary>The failed takes of one wording of a beat, newest first; none if there is no such beat.</summary>
    public async Task<IReadOnlyList<string>> FindFailedTakeIdsAsync(
        string sessionId, string beatId, string wording, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.BeatKey(beatId, wording), cancellationToken) is { } beat
            ? SessionRows.ReadFailedTakes(beat)
            : [];
    }

    /// <summary>The ids of a beat's takes. A failed take isn't one.</summary>
    /// <param name="wording">Null for takes of any wording.</param>
    public async Task<IReadOnlySet<string>> FindTakeIdsAsync(
        string sessionId, string beatId, string? wording, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var (first, last) = (SessionRows.TakeKey(""), SessionRows.TakeKey("~"));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {sessionId} and RowKey gt {first} and RowKey lt {last} and BeatId eq {beatId}");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var take in _table.QueryAsync<TableEntity>(filter, select: ["RowKey", "Wording"], cancellationToken: cancellationToken))
        {
            if (wording is null || SessionRows.ReadWording(take) == wording)
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
