using System.Globalization;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Scripts;

/// <summary>The script of a session: reading it, replacing it, and its earlier versions.</summary>
public sealed class SessionScriptFunctions(SessionLookup lookup, SessionStore sessions, ScriptArchive scripts, ScriptReplacement replacement)
{
    /// <summary>The script as submitted, for editing; with <c>?version=</c> an earlier one.</summary>
    [Function("GetSessionScript")]
    public async Task<IResult> Script(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/script")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, id, cancellationToken) is null)
            return Problem.SessionNotFound(request, id);
        var asked = QueryParameter.Text(request, "version");
        if (asked is null)
            return await scripts.FindTextAsync(id, cancellationToken) is { } current ? Show(current) : Problem.SessionNotFound(request, id);

        return int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && await sessions.FindScriptNameAsync(id, version, cancellationToken) is { } name
            && await scripts.FindTextAsync(id, name, cancellationToken) is { } text
                ? Show(text)
                : Problem.Of(request, Refusal.NotFound(
                    "script-version-not-found",
                    $"The session's script has no version '{Refusal.Truncate(asked)}'; sessions/{Refusal.Truncate(id)}/script/versions lists them."));
    }

    [Function("ListScriptVersions")]
    public async Task<IResult> Versions(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/script/versions")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await lookup.FindAsync(client, id, cancellationToken) is not null
        && await sessions.FindScriptVersionsAsync(id, cancellationToken) is { } versions
            ? ProductResults.Json(new VersionList([.. versions.Select(version =>
                new ListedScript(version.Version, version.CreatedAt, version.IsCurrent))]))
            : Problem.SessionNotFound(request, id);

    /// <summary>Replaces the script in place, and lists the effect on each beat.</summary>
    [Function("PutSessionScript")]
    public async Task<IResult> Replace(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = "sessions/{id}/script")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (update, problem) = await ScriptUpdateBody.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;
        if (!PathName.IsPossible(id))
            return Problem.SessionNotFound(request, id);

        var replaced = await replacement.ReplaceAsync(client, id, update!, cancellationToken);
        if (replaced.Invalid is { } invalid)
            return ValidationResponse.Of(invalid, StatusCodes.Status422UnprocessableEntity);
        if (replaced.Refusal is { } refusal)
            return Problem.Of(request, refusal);
        if (!update!.IsDryRun)
            request.HttpContext.Response.Headers.ETag = ContentVersion.Tag(update.Text.Span).ToString();
        return ProductResults.Json(replaced.Change!);
    }

    private static IResult Show(ReadOnlyMemory<byte> text) =>
        Results.Bytes(text, ScriptArchive.ContentType, entityTag: ContentVersion.Tag(text.Span));

    private sealed record VersionList(IReadOnlyList<ListedScript> Versions);

    private sealed record ListedScript(int Version, DateTimeOffset CreatedAt, bool Current);
}
