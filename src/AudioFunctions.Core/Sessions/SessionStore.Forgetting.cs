using System.Net;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>What has to be in the rows before the engine may forget an orchestration.</content>
public sealed partial class SessionStore
{
    /// <summary>
    /// Whether nobody needs the instance of the session's production any more. One that ended before it wrote its session keeps a repeat of the
    /// request from starting another; one whose session is being deleted goes with that.
    /// </summary>
    public async Task<bool> CanForgetProductionAsync(string sessionId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.SessionKey, cancellationToken) is not { } session
            || (!SessionRows.IsMarked(session)
                && !SessionRows.HasBeatsPending(session)
                && SessionRows.Status(session) is not (SessionStatus.Draft or SessionStatus.Generating));
    }

    /// <summary>Notes that a run of <see cref="AddRunAsync"/> has ended and is about to be forgotten. Without such a run there is nothing to note.</summary>
    public async Task ForgetRunAsync(string sessionId, string instanceId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var run = new TableEntity(sessionId, SessionRows.RunKey(instanceId));
        SessionRows.Forget(run);
        try
        {
            await _table.UpdateEntityAsync(run, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == (int)HttpStatusCode.NotFound)
        {
            // Its session was deleted.
        }
    }

    /// <summary>Whether an orchestration of this id has worked on the session and was forgotten since.</summary>
    public async Task<bool> IsForgottenRunAsync(string sessionId, string instanceId, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        return await FindRowAsync(sessionId, SessionRows.RunKey(instanceId), cancellationToken) is { } run && SessionRows.IsForgottenRun(run);
    }
}
