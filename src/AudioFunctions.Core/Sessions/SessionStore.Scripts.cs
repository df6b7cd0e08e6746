using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>
/// Replacing a session's script. First writes the rows of new wordings, which nobody reads yet; then one transaction with the session row
/// makes the script and its beats the current ones.
/// </content>
public sealed partial class SessionStore
{
    private const int MaxReads = 20;

    /// <summary>A consistent state of the session to compare a new script with; null if there is no such session.</summary>
    public async Task<SessionScriptState?> FindScriptStateAsync(string sessionId, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(sessionId, cancellationToken);
        return SessionRows.Unmarked(rows) is { } session
            ? new SessionScriptState(
                SessionRows.ReadSession(session, rows), SessionRows.ReadOutline(session), SessionRows.ReadHistory(rows), session.ETag)
            : null;
    }

    /// <summary>The beats of the script that replaced the first one; null if none did, or there is no such session.</summary>
    public async Task<SessionOutline?> FindOutlineAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is { } session ? SessionRows.ReadOutline(session) : null;
    }

    /// <summary>All versions of the session's script, oldest first; null if there is no such session.</summary>
    public async Task<IReadOnlyList<ScriptVersion>?> FindScriptVersionsAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
            return null;
        var current = SessionRows.ReadOutline(session)?.Version ?? 1;
        var (first, last) = (SessionRows.ScriptKey(0), SessionRows.ScriptKey(current));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId} and RowKey gt {first} and RowKey le {last}");
        var replacements = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        return [Version(1, session), .. replacements.Select(row => Version(row.GetInt32("Version")!.Value, row))];

        ScriptVersion Version(int version, TableEntity row) => new(version, row.GetDateTimeOffset("CreatedAt")!.Value, version == current);
    }

    /// <summary>The script name of a version: empty for the first one; null if there is no such version.</summary>
    public async Task<string?> FindScriptNameAsync(string sessionId, int version, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (version == 1)
            return "";
        return (await FindRowAsync(sessionId, SessionRows.ScriptKey(version), cancellationToken))?.GetString("ScriptName");
    }

    /// <summary>
    /// Makes a script the session's current one, or changes nothing if the session has changed since it was read. Responses that an interrupted
    /// production paid for stay usable for beats that keep their wording, because take ids are derived from it.
    /// </summary>
    /// <param name="seen">The session that the change was planned for.</param>
    /// <param name="startsProduction">Whether to set <c>generating</c>, because the caller starts a production next.</param>
    /// <returns>False if the session has changed or was deleted.</returns>
    public async Task<bool> TryReplaceScriptAsync(
        SessionScriptState seen, SessionOutline outline, string videoTitle, bool startsProduction, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var sessionId = seen.Session.SessionId;
        await AddWordingsAsync(seen, outline, cancellationToken);
        if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session || session.ETag != seen.Version)
            return false;

        var now = clock.GetUtcNow();
        session["VideoTitle"] = SessionRows.Shortened(videoTitle);
        SessionRows.SetOutline(session, outline);
        SessionRows.SetFailedBeatCount(session, outline.Beats.Count(beat => seen.Find(beat.BeatId, beat.Wording)?.Error is not null));
        SessionTotals.Replace(session, outline.Beats.Select(beat => seen.Find(beat.BeatId, beat.Wording)));
        if (startsProduction)
            SessionRows.BeginContinuing(session, now);
        else if (SessionRows.Status(session) is SessionStatus.Completed or SessionStatus.Exported)
            SessionRows.SetStatus(session, SessionStatus.InProgress);

        var actions = new[]
        {
            new TableTransactionAction(TableTransactionActionType.UpdateReplace, session, session.ETag),
            new TableTransactionAction(TableTransactionActionType.Add, SessionRows.ForScript(sessionId, outline, now)),
        };
        try
        {
            await _index.WriteAsync(session, now, () => _table.SubmitTransactionAsync(actions, cancellationToken), cancellationToken);
            return true;
        }
        catch (RequestFailedException conflict) when (StorageConflict.Is(conflict))
        {
            return false;
        }
    }

    /// <summary>Adds the rows of new wordings. Their keys contain the script name, so no other attempt writes them.</summary>
    private async Task AddWordingsAsync(SessionScriptState seen, SessionOutline outline, CancellationToken cancellationToken)
    {
        var rows = outline.Beats.Index()
            .Where(beat => beat.Item.Wording == outline.ScriptName)
            .Select(beat => SessionRows.ForBeat(
                seen.Session.SessionId, beat.Item, beat.Index, seen.Session.Beats.FirstOrDefault(earlier => earlier.BeatId == beat.Item.BeatId)));
        foreach (var batch in rows.Chunk(MaxRowsInTransaction))
        {
            await _table.SubmitTransactionAsync(
                batch.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancellationToken);
        }
    }

    private async Task<List<TableEntity>> ReadRowsAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {sessionId}");
        for (var reads = 1; ; reads++)
        {
            var rows = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
            // Beats are read before the session row, so the script may have been replaced between two pages.
            if (SessionRows.HasAllBeats(rows) || reads == MaxReads)
                return rows;
        }
    }

    /// <summary>The wording of a beat in the session's current script; null if it has no such beat.</summary>
    private static string? CurrentWording(TableEntity session, string beatId) =>
        SessionRows.ReadOutline(session) is { } outline ? outline.Find(beatId)?.Wording : "";
}

/// <summary>A consistent state of a session, including what its earlier scripts left.</summary>
public sealed record SessionScriptState
{
    internal SessionScriptState(SessionRecord session, SessionOutline? outline, IReadOnlyList<WordedBeat> history, ETag version) =>
        (Session, Outline, History, Version) = (session, outline, history, version);

    public SessionRecord Session { get; }

    /// <summary>Null if it has its first script.</summary>
    public SessionOutline? Outline { get; }

    /// <summary>ETag of the session row, which every change of the session changes.</summary>
    public ETag Version { get; }

    public int ScriptVersion => Outline?.Version ?? 1;

    /// <summary>Every beat that the session ever had, in every wording.</summary>
    internal IReadOnlyList<WordedBeat> History { get; }

    /// <summary>The wording of a beat in the current script; null if it isn't in it.</summary>
    public string? WordingOf(string beatId)
    {
        if (Outline is not null)
            return Outline.Find(beatId)?.Wording;
        return Session.Beats.Any(beat => beat.BeatId == beatId) ? "" : null;
    }

    internal BeatRecord? Find(string beatId, string wording) =>
        History.FirstOrDefault(worded => worded.Wording == wording && worded.Beat.BeatId == beatId)?.Beat;
}
