using Azure;

namespace AudioFunctions.Sessions;

/// <content>Versions of a session and its beats.</content>
public sealed partial class SessionStore
{
    /// <summary>Changes with every change of the session, a beat or a take of it. Null if there is no such session.</summary>
    public async Task<SessionVersion?> FindVersionAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindSessionRowAsync(sessionId, cancellationToken) is { } session
            ? new SessionVersion(session.ETag, SessionRows.Status(session), session.GetString("ProjectName"))
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

/// <summary>A session's own row at one moment.</summary>
public sealed record SessionVersion(ETag Version, SessionStatus Status, string ProjectName);

/// <param name="BeatVersions">By beat id.</param>
public sealed record VersionedSession(SessionRecord Session, IReadOnlyDictionary<string, ETag> BeatVersions);
