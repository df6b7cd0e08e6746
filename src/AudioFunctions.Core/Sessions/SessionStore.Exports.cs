using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

public enum ExportState
{
    Open,

    /// <summary>Its manifest is written, and the session's status was set.</summary>
    Done,

    /// <summary>A later export has begun, or the session was deleted.</summary>
    Superseded,
}

/// <content>
/// The current export of a session. A late step of an export may run after the next export has begun; it must not replace or remove the
/// next one's files.
/// </content>
public sealed partial class SessionStore
{
    /// <summary>
    /// Makes an export the current one. A second run of the step changes nothing, and a late one doesn't replace a later export. An export that
    /// is done begins again: its instance was restarted.
    /// </summary>
    /// <returns>When it began; null if a later export has begun, or there is no such session.</returns>
    public async Task<DateTimeOffset?> BeginExportAsync(string sessionId, string exportId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await StorageConflict.RetryOnConflictAsync(async Task<DateTimeOffset?> () =>
        {
            if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
                return null;
            var export = CurrentExport.Of(session);
            if (export.Id == exportId && !export.IsDone)
                return export.BegunAt;
            if (export.IsFollowed(exportId))
                return null;

            var begun = export.Next(exportId, clock.GetUtcNow());
            begun.WriteTo(session);
            // Lists don't change, so bypass the index.
            await _table.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace, cancellationToken);
            return begun.BegunAt;
        });
    }

    public async Task<ExportState> FindExportAsync(string sessionId, string exportId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        if (await FindSessionRowAsync(sessionId, cancellationToken) is not { } session)
            return ExportState.Superseded;
        var export = CurrentExport.Of(session);
        if (export.Id != exportId)
            return ExportState.Superseded;
        return export.IsDone ? ExportState.Done : ExportState.Open;
    }

    /// <summary>
    /// Sets <c>exported</c> at the end of the current export, once: a late run doesn't undo what a person has set since.
    /// </summary>
    /// <returns>The status before, or null if there is no such session.</returns>
    public Task<SessionStatus?> FinishExportAsync(string sessionId, string exportId, CancellationToken cancellationToken) =>
        ChangeSessionAsync(
            sessionId,
            session =>
            {
                var export = CurrentExport.Of(session);
                if (export.Id != exportId || export.IsDone)
                    return false;
                (export with { IsDone = true }).WriteTo(session);
                // A production that has begun since sets the status itself when it ends.
                if (SessionRows.Status(session) != SessionStatus.Generating)
                    SessionRows.SetStatus(session, SessionStatus.Exported);
                return true;
            },
            cancellationToken);

    /// <param name="Id">Null before the first export.</param>
    /// <param name="Earlier">The ids of earlier exports, latest first.</param>
    private sealed record CurrentExport(string? Id, DateTimeOffset BegunAt, bool IsDone, IReadOnlyList<string> Earlier)
    {
        /// <summary>No step is so late that this many exports have followed.</summary>
        private const int MaxEarlier = 50;

        public static CurrentExport Of(TableEntity session) => new(
            session.GetString("ExportId"),
            session.GetDateTimeOffset("ExportBegunAt") ?? default,
            session.GetBoolean("ExportIsDone") ?? false,
            (session.GetString("EarlierExports") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

        /// <summary>Always false for an export without an id.</summary>
        public bool IsFollowed(string exportId) => exportId != Id && Earlier.Contains(exportId);

        public CurrentExport Next(string exportId, DateTimeOffset now)
        {
            IEnumerable<string> before = string.IsNullOrEmpty(Id) || Id == exportId ? [] : [Id];
            return new CurrentExport(exportId, now, false, [.. before.Concat(Earlier).Take(MaxEarlier)]);
        }

        public void WriteTo(TableEntity session)
        {
            session["ExportId"] = Id;
            session["ExportBegunAt"] = BegunAt;
            session["ExportIsDone"] = IsDone;
            session["EarlierExports"] = string.Join(' ', Earlier);
        }
    }
}
