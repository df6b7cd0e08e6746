using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Platform;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>All that a review page shows of a session in one response, which costs little while nothing has changed.</summary>
public sealed class SessionReviewFunctions(
    SessionLookup lookup, SessionStore sessions, ScriptArchive scripts, PronunciationStore pronunciations, StaleTakes stale)
{
    /// <summary>With <c>If-None-Match</c> 304 while neither the session, nor its project's pronunciations, nor the progress of its production has changed.</summary>
    [Function("GetSessionReview")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/review")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await VersionAsync(client, id, cancellationToken) is not { } version)
            return await WithoutRowsAsync(request, client, id, cancellationToken);

        var progress = await ProgressAsync(client, id, version.Status, cancellationToken);
        // Taken before the rows are read: if they change meanwhile, the next request sees another tag and gets them again.
        var rules = await pronunciations.ReadAsync(version.ProjectName, cancellationToken);
        var tag = TagOf(version, rules.Version, progress);
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(tag);
        if (EntityVersion.IsKnown(request, tag))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return await sessions.FindVersionedAsync(id, cancellationToken) is { } versioned
            ? ProductResults.Json(await ReviewAsync(versioned, rules.Rules, progress, cancellationToken))
            : Problem.SessionNotFound(request, id);
    }

    /// <summary>A production that ended without saying so is settled first.</summary>
    private async Task<SessionVersion?> VersionAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(id))
            return null;
        var version = await sessions.FindVersionAsync(id, cancellationToken);
        return version is not null && await lookup.ReconcileAsync(client, id, version.Status, cancellationToken)
            ? await sessions.FindVersionAsync(id, cancellationToken)
            : version;
    }

    /// <summary>A production that was started past <c>POST sessions</c> and has written nothing yet.</summary>
    private async Task<IResult> WithoutRowsAsync(HttpRequest request, DurableTaskClient client, string id, CancellationToken cancellationToken) =>
        await lookup.FindAsync(client, id, cancellationToken) is { } session
            ? ProductResults.Json(SessionReview.Of(session))
            : Problem.SessionNotFound(request, id);

    private static async Task<JsonNode?> ProgressAsync(
        DurableTaskClient client, string id, SessionStatus status, CancellationToken cancellationToken)
    {
        if (status is not (SessionStatus.Draft or SessionStatus.Generating))
            return null;
        var production = await SessionLookup.ProductionAsync(client, id, withInputsAndOutputs: true, cancellationToken);
        return production is { IsCompleted: false, SerializedCustomStatus: { } custom } ? JsonNode.Parse(custom) : null;
    }

    private async Task<SessionReview> ReviewAsync(
        VersionedSession versioned, ProjectPronunciations rules, JsonNode? progress, CancellationToken cancellationToken)
    {
        var session = stale.Mark(versioned.Session, rules);
        if (session.Beats.Count == 0)
            return SessionReview.Of(session) with { Progress = progress };
        var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
        return new SessionReview(
            session,
            script.Beats.ToDictionary(beat => beat.BeatId),
            versioned.BeatVersions.ToDictionary(beat => beat.Key, beat => EntityVersion.Tag(beat.Value)),
            progress);
    }

    private static ETag TagOf(SessionVersion version, ETag? rules, JsonNode? progress) =>
        new(ContentVersion.Tag(Encoding.UTF8.GetBytes($"{version.Version} {rules} {progress?.ToJsonString()}")).ToString());

    /// <param name="Scripts">The beats of the parse result, by beat id; empty until the production has read the script.</param>
    /// <param name="Versions">By beat id, what <c>If-Match</c> names when the beat is changed.</param>
    /// <param name="Progress">The production's custom status while it runs, else null.</param>
    private sealed record SessionReview(
        SessionRecord Session, IReadOnlyDictionary<string, Beat> Scripts, IReadOnlyDictionary<string, string> Versions, JsonNode? Progress)
    {
        public static SessionReview Of(SessionRecord session) => new(session, new Dictionary<string, Beat>(), new Dictionary<string, string>(), null);
    }
}
