using AudioFunctions.Export;
using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>What people do to a session as a whole: call it done, take that back, delete it.</summary>
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

        // The rows say which instances there are, so these go first.
        await instances.PurgeAsync(client, id, cancellationToken);
        return await removal.DeleteDataAsync(id, cancellationToken)
            ? Results.NoContent()
            : Problem.Conflict(
                request,
                "session-generating",
                "Another deletion of the session was refused because something was under way, or the session was created again; look at it before you delete it.");
    }

    /// <returns>Null if the session is marked, and nothing works on it.</returns>
    private async Task<IResult?> RefuseOrMarkAsync(HttpRequest request, DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        // Another deletion is under way, or was cut off. It may have found something at work, and be about to take its mark back.
        if (await sessions.IsBeingDeletedAsync(id, cancellationToken))
            return await instances.FindRunningAsync(client, id, cancellationToken) is { } working ? Busy(request, working) : null;
        if (await lookup.FindAsync(client, id, cancellationToken) is null)
            return Problem.SessionNotFound(request, id);
        if (await instances.FindRunningAsync(client, id, cancellationToken) is { } running)
            return Busy(request, running);

        await removal.MarkAsync(id, cancellationToken);
        // One may have been started between the look and the mark. After the mark none is, so this look is the one that counts.
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
