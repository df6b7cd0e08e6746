using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

public enum ExportState
{
    Open,

    /// <summary>Its manifest stands, and the session was called exported.</summary>
    Done,

    /// <summary>A later export has begun, or the session is gone.</summary>
    Superseded,
}

/// <content>
/// Which export of a session is the current one. A step of an export may run late, when the next export has been made; it must not replace
/// or remove its files.
/// </content>
public sealed partial class SessionStore
{
    /// <summary>
    /// Makes an export the current one. A second run of the step changes nothing; one that comes when a later export has begun does not
    /// take its place. One that is done begins anew: its instance was started again.
    /// </summary>
    /// <returns>When it began, or null if it is not the current one, or there is no such session.</returns>
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
            // Nothing that is listed changes.
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
    /// Sets <c>exported</c> at the end of the current export, once: a run that comes late does not undo what a person has set since.
    /// </summary>
    /// <inheritdoc cref="SetStatusAsync"/>
    public Task<SessionStatus?> FinishExportAsync(string sessionId, string exportId, CancellationToken cancellationToken) =>
        ChangeSessionAsync(
            sessionId,
            session =>
            {
                var export = CurrentExport.Of(session);
                if (export.Id != exportId || export.IsDone)
                    return false;
                (export with { IsDone = true }).WriteTo(session);
                // A production that has begun since says itself when it ends.
                if (SessionRows.Status(session) != SessionStatus.Generating)
                    SessionRows.SetStatus(session, SessionStatus.Exported);
                return true;
            },
            cancellationToken);

    /// <param name="Id">Null before the first export.</param>
    /// <param name="Earlier">The ids of those before it, latest first.</param>
    private sealed record CurrentExport(string? Id, DateTimeOffset BegunAt, bool IsDone, IReadOnlyList<string> Earlier)
    {
        /// <summary>No step comes so late that as many exports have followed.</summary>
        private const int MaxEarlier = 50;

        public static CurrentExport Of(TableEntity session) => new(
            session.GetString("ExportId"),
            session.GetDateTimeOffset("ExportBegunAt") ?? default,
            session.GetBoolean("ExportIsDone") ?? false,
            (session.GetString("EarlierExports") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

        /// <summary>An export without an id is never known to be an earlier one.</summary>
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
