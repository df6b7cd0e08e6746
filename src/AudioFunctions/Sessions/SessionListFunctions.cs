using System.Text.Json;
using AudioFunctions.Platform;
using AudioFunctions.Sessions.Listing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>Lists sessions.</summary>
public sealed class SessionListFunctions(SessionList list, SessionLookup lookup)
{
    /// <summary>By their names in JSON.</summary>
    private static readonly Dictionary<string, SessionStatus> Statuses =
        Enum.GetValues<SessionStatus>().ToDictionary(status => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));

    /// <summary>
    /// Newest change first. <c>limit</c> is 1 to 100 (default 20), <c>project</c> a complete project name, <c>status</c> one of the five. A
    /// parameter without a value is ignored.
    /// </summary>
    [Function("ListSessions")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (PageLimit.Read(request, SessionQuery.DefaultLimit, SessionQuery.MaxLimit) is not { } limit)
            return Problem.Of(request, PageLimit.Invalid(SessionQuery.MaxLimit));
        if (!TryReadStatus(QueryParameter.Text(request, "status"), out var status))
            return Refuse(request, "status-invalid", $"status must be one of {string.Join(", ", Statuses.Keys)}.");

        var query = new SessionQuery(limit, QueryParameter.Text(request, "project"), status);
        var continuation = QueryParameter.Text(request, "continuation");
        var from = continuation is null ? null : ListPosition.Decode(continuation, query);
        if (continuation is not null && from is null)
        {
            return Refuse(
                request,
                "continuation-invalid",
                "continuation must come from the previous page, with the same project and status; leave it out to start again.");
        }

        var page = await list.ReadAsync(
            query, from, (session, token) => lookup.ReconcileAsync(client, session.SessionId, session.Status, token), cancellationToken);
        return ProductResults.Json(new SessionListBody(page.Sessions, page.Continuation?.Encode(query)));
    }

    /// <returns>False if the value isn't a status.</returns>
    private static bool TryReadStatus(string? value, out SessionStatus? status)
    {
        status = value is not null && Statuses.TryGetValue(value, out var known) ? known : null;
        return value is null || status is not null;
    }

    private static IResult Refuse(HttpRequest request, string code, string detail) =>
        Problem.Of(request, StatusCodes.Status400BadRequest, code, detail);

    private sealed record SessionListBody(IReadOnlyList<SessionSummary> Sessions, string? Continuation);
}
