using AudioFunctions.Platform;
using AudioFunctions.Pronunciations;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Voices;

/// <summary>The pronunciation rules of projects.</summary>
public sealed partial class PronunciationFunctions(PronunciationStore store, StaleSearch stale, ILogger<PronunciationFunctions> logger)
{
    /// <summary>The ETag of a project that never had rules, so that clients can always send the ETag that they read.</summary>
    private static readonly ETag NeverWritten = new("\"none\"");

    private const string Form =
        "{\"rules\": [{\"from\", \"say\", \"ipa\", \"match_case\", \"whole_word\"}], \"characters\": {\"boomer\": [{\"from\", \"say\"}]}}";

    /// <summary>The response for a project without rules has an empty list.</summary>
    [Function("GetPronunciations")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "pronunciations/{project}")] HttpRequest request,
        string project,
        CancellationToken cancellationToken)
    {
        if (Refuse(request, project) is { } refused)
            return refused;
        var stored = await store.ReadAsync(project, cancellationToken);
        var version = stored.Version ?? NeverWritten;
        SetVersion(request, version);
        return EntityVersion.IsKnown(request, version)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : ProductResults.Json(ResponseOf(project, stored.Rules));
    }

    /// <summary>Replaces all rules of the project.</summary>
    [Function("PutPronunciations")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "pronunciations/{project}")] HttpRequest request,
        string project,
        CancellationToken cancellationToken)
    {
        if (Refuse(request, project) is { } refused)
            return refused;
        var (body, problem) = await JsonRequest.ReadAsync<PronunciationBody>(request, Form, cancellationToken, PronunciationStore.MaxJsonBytes);
        if (problem is not null)
            return problem;
        if (body!.Project is { } named && named != project)
        {
            return Problem.Of(request, Refusal.Invalid(
                "project-mismatch", $"The body is about '{Refusal.Truncate(named)}', the URL is about '{Refusal.Truncate(project)}'; send the rules of one project to its own URL."));
        }

        var (rules, problems) = PronunciationCheck.Read(body.Rules, body.Characters);
        return problems.Count > 0 ? Invalid(request, problems) : await WriteAsync(request, project, rules, cancellationToken);
    }

    /// <summary>Reads, decides and writes conditionally; if another write came in between, starts over.</summary>
    private async Task<IResult> WriteAsync(HttpRequest request, string project, ProjectPronunciations rules, CancellationToken cancellationToken) =>
        await StorageConflict.RetryWhileNullAsync(async Task<IResult?> () =>
        {
            var stored = await store.ReadAsync(project, cancellationToken);
            if (!Allows(request, stored.Version))
            {
                return Problem.PreconditionFailed(
                    request, "The pronunciations no longer have the version that the request names; GET them again, check what changed, and repeat with the new ETag.");
            }

            if (await store.TryWriteAsync(project, rules, stored.Version, cancellationToken) is not { } version)
                return null;
            SetVersion(request, version);
            var report = await FindStaleAsync(project, stored.Rules, rules, cancellationToken);
            return ProductResults.Json(
                new ChangedPronunciations(project, rules.Rules, rules.Characters, report),
                stored.Version is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        })
        ?? Problem.Of(
            request, StatusCodes.Status409Conflict, "pronunciations-busy", "Other clients kept changing the pronunciations at the same time; send the request again.");

    /// <summary>The rules are written, so if the search fails, the response says that it looked at nothing.</summary>
    private async Task<StaleReport> FindStaleAsync(
        string project, ProjectPronunciations before, ProjectPronunciations after, CancellationToken cancellationToken)
    {
        try
        {
            return await stale.FindAsync(project, before, after, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            StaleNotFound(logger, failure);
            return StaleReport.Unknown;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Pronunciations were replaced, and which takes that made stale could not be found out")]
    private static partial void StaleNotFound(ILogger logger, Exception failure);

    private static bool Allows(HttpRequest request, ETag? version) =>
        EntityVersion.Allows(request, version)
        || (version is null && request.Headers.IfMatch == EntityVersion.Tag(NeverWritten) && request.Headers.IfNoneMatch.Count == 0);

    /// <summary>The server decodes the URL except for slashes.</summary>
    private static IResult? Refuse(HttpRequest request, string project) =>
        PronunciationCheck.IsProjectName(project) && !project.Contains("%2F", StringComparison.OrdinalIgnoreCase)
            ? null
            : Problem.Of(request, Refusal.Invalid(
                "project-invalid",
                $"The name of a project with pronunciations must have 1–{PronunciationCheck.MaxProjectLength} characters, no slash, and no spaces around it."));

    private static IResult Invalid(HttpRequest request, IReadOnlyList<PronunciationProblem> problems)
    {
        const int Said = 5;
        var more = problems.Count > Said ? $" And {problems.Count - Said} more." : "";
        var detail = string.Join(" ", problems.Take(Said).Select(problem => problem.Message)) + more;
        return Problem.Of(request, StatusCodes.Status400BadRequest, "pronunciation-invalid", detail, problems);
    }

    private static PronunciationResponse ResponseOf(string project, ProjectPronunciations rules) => new(project, rules.Rules, rules.Characters);

    private static void SetVersion(HttpRequest request, ETag version) =>
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(version);
}
