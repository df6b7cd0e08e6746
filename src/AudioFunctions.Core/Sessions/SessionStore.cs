using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// Sessions, beats and takes in table <c>Sessions</c>, one partition per session. Every write is conditional on the ETag that was read, is
/// retried after a conflict, and may be repeated after a crash. Every change of a session goes through <see cref="SessionIndex"/>, which
/// updates its position in the list.
/// </summary>
public sealed partial class SessionStore(TableServiceClient tables, TimeProvider clock)
{
    public const string TableName = "Sessions";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly TableReadiness _ready = new(tables, TableName);
    private readonly SessionIndex _index = new(tables);

    /// <summary>The whole session, or null if it doesn't exist or is being deleted.</summary>
    public async Task<SessionRecord?> FindAsync(string sessionId, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(sessionId, cancellationToken);
        return SessionRows.Unmarked(rows) is { } session ? SessionRows.ReadSession(session, rows) : null;
    }

    /// <summary>The beat with its takes, or null if there is no such session or beat.</summary>
    public async Task<StoredBeat?> FindBeatAsync(string sessionId, string beatId, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(sessionId, cancellationToken);
        if (SessionRows.Unmarked(rows) is not { } session
            || CurrentWording(session, beatId) is not { } wording
            || rows.Find(row => row.RowKey == SessionRows.BeatKey(beatId, wording)) is not { } beat)
        {
            return null;
        }

        var record = SessionRows.ReadSession(session, rows).Beats.FirstOrDefault(record => record.BeatId == beatId);
        return record is null ? null : new StoredBeat(record, beat.ETag);
    }

    /// <summary>Whether the session exists and isn't being deleted.</summary>
    public async Task<bool> ExistsAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindSessionRowAsync(sessionId, cancellationToken) is not null;
    }

    /// <summary>Whether a deletion of the session has begun and not ended; a repeat continues it.</summary>
    public async Task<bool> IsBeingDeletedAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is { } session && SessionRows.IsMarked(session);
    }

    /// <summary>The take without its marks, or null if the session has none with that id.</summary>
    public async Task<TakeRecord?> FindTakeAsync(string sessionId, string takeId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var row = await FindRowAsync(sessionId, SessionRows.TakeKey(takeId), cancellationToken);
        return row is null ? null : SessionRows.ReadTake(row);
    }

    /// <summary>
    /// Adds the take, clears the beat's error and selects the take if the beat has no selected one, in one transaction. The first take of a
    /// draft ends the draft. If the take already exists, nothing changes: somebody may have selected another take since.
    /// </summary>
    /// <param name="select">Whether to select the take even if another one is selected.</param>
    /// <param name="rivals">
    /// Earlier takes of the same production: if one of these is selected and has a worse verdict, the take replaces it. If another take is
    /// selected, a person chose it.
    /// </param>
    /// <returns>Whether this call added it.</returns>
    public async Task<bool> AddTakeAsync(
        string sessionId, TakeRecord take, bool select, IReadOnlyList<string> rivals, CancellationToken cancellationToken)
    {
        var worse = await FindWorseAsync(sessionId, take, rivals, cancellationToken);
        var written = await ChangeBeatAsync(
            sessionId,
            take.BeatId,
            (beat, session, isCurrent) =>
            {
                if (SessionRows.Status(session) == SessionStatus.Draft)
                    SessionRows.SetStatus(session, SessionStatus.InProgress);
                if (select || SelectedTakeId(beat) is not { } selected || worse.Contains(selected))
                    Select(beat, isCurrent ? session : null, take);
                SessionTotals.Add(session, take);
                SessionRows.RemoveError(beat);
                return new TableTransactionAction(TableTransactionActionType.Add, SessionRows.ForTake(sessionId, take));
            },
            refuses: null,
            cancellationToken,
            take.Wording);
        return Existing(written, sessionId, take.BeatId) == BeatChange.Made;
    }

    /// <summary>The id of the beat's selected take, or null if there is none, or no such beat.</summary>
    public async Task<string?> FindSelectedAsync(string sessionId, string beatId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindSessionRowAsync(sessionId, cancellationToken) is { } session && CurrentWording(session, beatId) is { } wording
            ? (await FindRowAsync(sessionId, SessionRows.BeatKey(beatId, wording), cancellationToken))?.GetString("SelectedTakeId")
            : null;
    }

    /// <summary>Selects a take of the beat, and deselects the others, in one transaction.</summary>
    /// <param name="allows">Whether this version of the beat may be changed; null for any.</param>
    public async Task<Selection> SelectAsync(
        string sessionId, string beatId, string takeId, Func<ETag, bool>? allows, CancellationToken cancellationToken)
    {
        // Takes never change and are never deleted alone, so what is true here is still true when the beat is written.
        if (await FindTakeAsync(sessionId, takeId, cancellationToken) is not { } take || take.BeatId != beatId)
            return new Selection(SelectionOutcome.NoSuchTake);

        var written = await ChangeBeatAsync(
            sessionId,
            beatId,
            (beat, session, _) =>
            {
                Select(beat, session, take);
                return null;
            },
            UnlessVersion(allows),
            cancellationToken,
            take.Wording,
            // A take of an earlier wording doesn't belong to the current beat.
            onlyCurrent: true);
        return written.Change switch
        {
            BeatChange.Refused => new Selection(SelectionOutcome.OtherVersion),
            // The session was deleted after the take was found.
            BeatChange.NoSuchBeat => new Selection(SelectionOutcome.NoSuchTake),
            _ => new Selection(SelectionOutcome.Selected, written.Version),
        };
    }

    private static string? SelectedTakeId(TableEntity beat) => beat.GetString("SelectedTakeId") is { Length: > 0 } id ? id : null;

    /// <summary>Changes the beat's row and the session's (<c>UpdatedAt</c>, failed beats) and adds a row, in one transaction.</summary>
    /// <param name="change">Gets both rows, and whether the current script has this wording; returns the row to add, or null.</param>
    /// <param name="refuses">Why the beat must not be changed as it is, or null if it may be; null for always.</param>
    /// <param name="wording">The wording whose row to change; null for that of the current script.</param>
    /// <param name="onlyCurrent">Whether to ignore rows of other wordings.</param>
    private async Task<BeatWrite> ChangeBeatAsync(
        string sessionId,
        string beatId,
        Func<TableEntity, TableEntity, bool, TableTransactionAction?> change,
        Func<TableEntity, BeatChange?>? refuses,
        CancellationToken cancellationToken,
        string? wording = null,
        bool onlyCurrent = false)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async () =>
        {
            // Most sessions have their first script, so this read is usually the right one.
            var likely = wording ?? "";
            var likelyRow = FindRowAsync(sessionId, SessionRows.BeatKey(beatId, likely), cancellationToken);
            var session = await FindSessionRowAsync(sessionId, cancellationToken);
            var (found, current) = (await likelyRow, session is null ? null : CurrentWording(session, beatId));
            if (wording is null && current is not (null or ""))
                found = await FindRowAsync(sessionId, SessionRows.BeatKey(beatId, current), cancellationToken);
            if (found is not { } beat || session is null || (wording ?? current) is not { } chosen || (onlyCurrent && chosen != current))
                return new BeatWrite(BeatChange.NoSuchBeat);
            if (refuses?.Invoke(beat) is { } refusal)
                return new BeatWrite(refusal, beat.ETag);

            var wasFailed = SessionRows.IsFailed(beat);
            var added = change(beat, session, chosen == current);
            if (chosen == current)
                await CountFailureAsync(session, beat, wasFailed, cancellationToken);
            try
            {
                return new BeatWrite(BeatChange.Made, await WriteBeatAsync(beat, session, added, cancellationToken));
            }
            catch (RequestFailedException exists) when (added is not null && StorageConflict.IsRowExisting(exists))
            {
                // An earlier run of this activity has stored the take and its selection.
                return new BeatWrite(BeatChange.AlreadyThere, beat.ETag);
            }
        });
    }

    private static Func<TableEntity, BeatChange?> UnlessVersion(Func<ETag, bool>? allows) =>
        beat => allows?.Invoke(beat.ETag) is false ? BeatChange.Refused : null;

    /// <returns>The beat's version after the write.</returns>
    private async Task<ETag> WriteBeatAsync(
        TableEntity beat, TableEntity session, TableTransactionAction? added, CancellationToken cancellationToken)
    {
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateReplace, beat, beat.ETag),
            new(TableTransactionActionType.UpdateReplace, session, session.ETag),
        };
        if (added is not null)
            actions.Add(added);

        // Null if the write succeeded but its response was lost; then read the version from the row.
        ETag? version = null;
        var write = async () => version = (await _table.SubmitTransactionAsync(actions, cancellationToken)).Value[0].Headers.ETag;
        await _index.WriteAsync(session, clock.GetUtcNow(), write, cancellationToken);
        version ??= (await FindRowAsync(beat.PartitionKey, beat.RowKey, cancellationToken))?.ETag;
        return version ?? beat.ETag;
    }

    /// <exception cref="InvalidOperationException">There is no such beat.</exception>
    private static BeatChange Existing(BeatWrite written, string sessionId, string beatId) => written.Change is not BeatChange.NoSuchBeat
        ? written.Change
        : throw new InvalidOperationException($"Session {sessionId} has no beat {beatId}.");

    /// <summary>The row of a session that is not being deleted.</summary>
    private async Task<TableEntity?> FindSessionRowAsync(string sessionId, CancellationToken cancellationToken) =>
        await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is { } session && !SessionRows.IsMarked(session) ? session : null;

    private async Task<TableEntity?> FindRowAsync(string sessionId, string rowKey, CancellationToken cancellationToken)
    {
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(sessionId, rowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private enum BeatChange
    {
        Made,

        /// <summary>The row to add already exists.</summary>
        AlreadyThere,

        /// <summary>This version of the beat must not be changed.</summary>
        Refused,

        /// <summary>The change suits only a take that isn't selected.</summary>
        TakeIsSelected,

        /// <summary>The session or beat doesn't exist, or was deleted.</summary>
        NoSuchBeat,
    }

    /// <param name="Version">The beat's version after the write.</param>
    private readonly record struct BeatWrite(BeatChange Change, ETag Version = default);
}
