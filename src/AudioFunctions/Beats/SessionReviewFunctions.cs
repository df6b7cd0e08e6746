using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Platform;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>Everything that a review page shows of a session, in one response that is cheap while nothing changes.</summary>
public sealed class SessionReviewFunctions(
    SessionLookup lookup,
    SessionStore sessions,
    ScriptArchive scripts,
    PronunciationStore pronunciations,
    StaleTakes stale,
    TakeFiles takes,
    ISpeechAccount account)
{
    /// <summary>
    /// Returns 304 if the session, the pronunciations of its project, and its production's progress are as in <c>If-None-Match</c>. Spending isn't
    /// compared: counting it lists the session's blobs.
    /// </summary>
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
        // Compute the tag before reading the rows: if they change in between, the next request gets another tag and reads them again.
        var rules = await pronunciations.ReadAsync(version.ProjectName, cancellationToken);
        var tag = TagOf(version, rules.Version, progress);
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(tag);
        if (EntityVersion.IsKnown(request, tag))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        var spending = await SpendingAsync(id, version, cancellationToken);
        return await sessions.FindVersionedAsync(id, cancellationToken) is { } versioned
            ? ProductResults.Json(await ReviewAsync(versioned, rules.Rules, cancellationToken) with { Progress = progress, Spending = spending })
            : Problem.SessionNotFound(request, id);
    }

    /// <summary>First updates a session whose production ended without updating it.</summary>
    private async Task<SessionVersion?> VersionAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(id))
            return null;
        var version = await sessions.FindVersionAsync(id, cancellationToken);
        return version is not null && await lookup.ReconcileAsync(client, id, version.Status, cancellationToken)
            ? await sessions.FindVersionAsync(id, cancellationToken)
            : version;
    }

    /// <summary>A production that was started through the management API and has written nothing yet.</summary>
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

    /// <summary>Counts the stored responses, because the takes of a session don't include those of failed and unfinished takes.</summary>
    private async Task<Spending?> SpendingAsync(string id, SessionVersion version, CancellationToken cancellationToken) =>
        version is { Status: SessionStatus.Generating, Budget: { } budget } && !account.IsFree
            ? new Spending(await takes.CreditsSpentAsync(id, cancellationToken) - budget.SpentBefore, budget.MaxCredits)
            : null;

    private async Task<SessionReview> ReviewAsync(VersionedSession versioned, ProjectPronunciations rules, CancellationToken cancellationToken)
    {
        var session = stale.Mark(versioned.Session, rules);
        if (session.Beats.Count == 0)
            return SessionReview.Of(session);
        var script = await scripts.ReadParsedAsync(session.SessionId, cancellationToken);
        return new SessionReview(
            session,
            script.Beats.ToDictionary(beat => beat.BeatId),
            versioned.BeatVersions.ToDictionary(beat => beat.Key, beat => EntityVersion.Tag(beat.Value)),
            session.BilledCharacters);
    }

    private static ETag TagOf(SessionVersion version, ETag? rules, JsonNode? progress) =>
        new(ContentVersion.Tag(Encoding.UTF8.GetBytes($"{version.Version} {rules} {progress?.ToJsonString()}")).ToString());

    /// <param name="Credits">What the service has billed for the production's responses so far.</param>
    /// <param name="MaxCredits">The most that it may spend, or null for no limit.</param>
    private sealed record Spending(long Credits, long? MaxCredits);

    /// <param name="Scripts">The beats from the parse result, by beat id; empty until the production has parsed the script.</param>
    /// <param name="Versions">The beats' ETags, by beat id.</param>
    /// <param name="BilledCharacters">For all takes of the session, as in the list of sessions.</param>
    private sealed record SessionReview(
        SessionRecord Session,
        IReadOnlyDictionary<string, Beat> Scripts,
        IReadOnlyDictionary<string, string> Versions,
        int? BilledCharacters)
    {
        /// <summary>The production's custom status while it runs, otherwise null.</summary>
        public JsonNode? Progress { get; init; }

        /// <summary>Of the production while it runs; null otherwise, with a free voice, and if an earlier version started it.</summary>
        public Spending? Spending { get; init; }

        public static SessionReview Of(SessionRecord session) =>
            new(session, new Dictionary<string, Beat>(), new Dictionary<string, string>(), session.BilledCharacters);
    }
}
