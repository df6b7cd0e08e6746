using Azure;

namespace AudioFunctions.Sessions;

/// <content>Versions of a session and its beats.</content>
public sealed partial class SessionStore
{
    /// <summary>A version that changes with the session and with each of its beats and takes. Null if there is no such session.</summary>
    public async Task<SessionVersion?> FindVersionAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindSessionRowAsync(sessionId, cancellationToken) is { } session
            ? new SessionVersion(session.ETag, SessionRows.Status(session), session.GetString("ProjectName"))
            {
                Budget = RunSpendingRow.Read(session),
            }
            : null;
    }

    /// <summary>The session with the version of each beat, or null if there is no such session.</summary>
    public async Task<VersionedSession?> FindVersionedAsync(string sessionId, CancellationToken cancellationToken)
    {
        var rows = await ReadRowsAsync(sessionId, cancellationToken);
        if (SessionRows.Unmarked(rows) is not { } session)
            return null;
        var versions = rows.Where(SessionRows.IsBeat).ToDictionary(row => row.RowKey, row => row.ETag);
        var record = SessionRows.ReadSession(session, rows);
        var outline = SessionRows.ReadOutline(session);
        return new VersionedSession(
            record,
            record.Beats.ToDictionary(
                beat => beat.BeatId, beat => versions[SessionRows.BeatKey(beat.BeatId, outline?.Find(beat.BeatId)?.Wording ?? "")]));
    }
}

/// <summary>The version of a session's row, with some of its properties.</summary>
public sealed record SessionVersion(ETag Version, SessionStatus Status, string ProjectName)
{
    /// <summary>Of the production that is running; null if none is, or an earlier version started it.</summary>
    public RunBudget? Budget { get; init; }
}

/// <param name="BeatVersions">Versions by beat id.</param>
public sealed record VersionedSession(SessionRecord Session, IReadOnlyDictionary<string, ETag> BeatVersions);
