using AudioFunctions.Instances;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>One beat with its script and settings, and the script of a session: what a review page shows.</summary>
public sealed class BeatDetailFunctions(
    SessionLookup lookup, SessionStore sessions, ScriptArchive scripts, VoiceProfileStore voices)
{
    [Function("GetBeat")]
    public async Task<IResult> Beat(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/beats/{beatId}")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, id, cancellationToken) is null)
            return Problem.SessionNotFound(request, id);
        if (!PathName.IsPossible(beatId) || await sessions.FindBeatAsync(id, beatId, cancellationToken) is not { } stored)
            return Problem.BeatNotFound(request, beatId);

        var script = await scripts.ReadParsedAsync(id, cancellationToken);
        var detail = BeatDetail.For(
            id, stored.Beat, script.BeatOf(beatId), await voices.ByCharacterAsync(cancellationToken));
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(stored.Version);
        return ProductResults.Json(detail);
    }

    /// <summary>The script as it was handed in, to be edited and handed in again.</summary>
    [Function("GetSessionScript")]
    public async Task<IResult> Script(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/script")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await lookup.FindAsync(client, id, cancellationToken) is not null
        && await scripts.FindTextAsync(id, cancellationToken) is { } text
            ? Results.Bytes(text, ScriptArchive.ContentType, entityTag: ContentVersion.Tag(text.Span))
            : Problem.SessionNotFound(request, id);
}
