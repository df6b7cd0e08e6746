using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>What the rows need before an instance may be purged.</content>
public sealed partial class SessionStore
{
    /// <summary>
    /// Whether the instance of the session's production may be purged. If it ended before it wrote its session, it must stay, because it keeps a
    /// repeat of the request from starting another; if the session is being deleted, the deletion purges it.
    /// </summary>
    public async Task<bool> CanForgetProductionAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is not { } session
            || (!SessionRows.IsMarked(session)
                && !SessionRows.HasBeatsPending(session)
                && SessionRows.Status(session) is not (SessionStatus.Draft or SessionStatus.Generating));
    }

    /// <summary>Records that an instance added by <see cref="AddRunAsync"/> has ended and is about to be purged, if there is one.</summary>
    public async Task ForgetRunAsync(string sessionId, string instanceId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var run = new TableEntity(sessionId, SessionRows.RunKey(instanceId));
        SessionRows.Forget(run);
        try
        {
            await _table.UpdateEntityAsync(run, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            // Its session was deleted.
        }
    }

    /// <summary>Whether an instance with this id has worked on the session and was purged since.</summary>
    public async Task<bool> IsForgottenRunAsync(string sessionId, string instanceId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.RunKey(instanceId), cancellationToken) is { } run && SessionRows.IsForgottenRun(run);
    }
}
