using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Export;

/// <summary>The exports of a session whose archives can still be downloaded.</summary>
public sealed class PastExportFunctions(SessionStore sessions, PastExports kept)
{
    [Function("ListExports")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/exports")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        PathName.IsPossible(id) && await sessions.ExistsAsync(id, cancellationToken)
            ? ProductResults.Json(new ExportList(await kept.ListAsync(id, cancellationToken)))
            : Problem.Of(request, Refusal.SessionNotFound(id));

    /// <param name="Exports">Newest first.</param>
    private sealed record ExportList(IReadOnlyList<PastExport> Exports);
}
