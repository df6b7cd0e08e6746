using AudioFunctions.Export;
using AudioFunctions.Housekeeping;
using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>Setting a session's status, and deleting a session.</summary>
public sealed class SessionChangeFunctions(
    StatusChange status, SessionLookup lookup, SessionStore sessions, SessionInstances instances, SessionRemoval removal)
{
    [Function("PatchSession")]
    public async Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Function, "patch", Route = "sessions/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<StatusBody>(request, "{\"status\"}", cancellationToken);
        if (problem is not null)
            return problem;

        var (session, refusal) = await status.SetAsync(client, id, body!.Status, cancellationToken);
        return refusal is null ? ProductResults.Json(session) : Problem.Of(request, refusal);
    }

    [Function("DeleteSession")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "sessions/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(id))
            return Problem.SessionNotFound(request, id);
        if (await RefuseOrMarkAsync(request, client, id, cancellationToken) is { } refusal)
            return refusal;

        // Purge the instances first, because the rows list them.
        await instances.PurgeAsync(client, id, cancellationToken);
        return await removal.DeleteDataAsync(id, cancellationToken)
            ? Results.NoContent()
            : Problem.Conflict(
                request,
                "session-generating",
                "Another deletion of the session was refused because something was under way, or the session was created again; reload it before you delete it.");
    }

    /// <returns>Null if the session is marked, and no instance of it is running.</returns>
    private async Task<IResult?> RefuseOrMarkAsync(HttpRequest request, DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        // Another deletion is running or was interrupted. It may have found a running instance and be about to remove its mark.
        if (await sessions.IsBeingDeletedAsync(id, cancellationToken))
            return await instances.FindRunningAsync(client, id, cancellationToken) is { } working ? Busy(request, working) : null;
        if (await lookup.FindAsync(client, id, cancellationToken) is null)
            return Problem.SessionNotFound(request, id);
        if (await instances.FindRunningAsync(client, id, cancellationToken) is { } running)
            return Busy(request, running);

        await removal.MarkAsync(id, cancellationToken);
        // An instance may have started between the check and the mark. After the mark none can, so check again.
        if (await instances.FindRunningAsync(client, id, cancellationToken) is not { } late)
            return null;
        await removal.UnmarkAsync(id, cancellationToken);
        return Busy(request, late);
    }

    private static IResult Busy(HttpRequest request, OrchestrationMetadata running)
    {
        var (code, what) = running.Name == ExportSession.Name
            ? ("session-exporting", "An export")
            : ("session-generating", "A production or regeneration");
        return Problem.Conflict(request, code, $"{what} of the session is under way; delete the session when it has ended.");
    }

    private sealed record StatusBody(string? Status);
}
