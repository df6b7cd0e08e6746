using AudioFunctions.Instances;
using AudioFunctions.Scripts;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Starting a production and following it.</summary>
public sealed class SessionFunctions(HttpEdge edge, VoiceProfileStore voices, ProductionStarter starter, SessionLookup lookup)
{
    [Function("StartSession")]
    public Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        edge.AnswerAsync(request, async () =>
        {
            if (IdempotencyKey.InstanceIdFor(request, "sessions") is not { } sessionId)
                return Problem.Of(request, StatusCodes.Status400BadRequest, "idempotency-key-invalid", IdempotencyKey.Hint);
            var (script, problem) = await ScriptRequest.ReadAsync(request, cancellationToken);
            if (problem is not null)
                return problem;

            var context = await voices.ScriptContextAsync(script!.ProjectName, cancellationToken);
            var reading = ScriptReader.Read(script.Text.Span, context);
            return reading.Script is null
                ? ValidationAnswer.Of(reading.Validation, StatusCodes.Status422UnprocessableEntity)
                : await StartAsync(request, client, sessionId, script, cancellationToken);
        });

    [Function("GetSession")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "sessions/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        edge.AnswerAsync(request, async () => await lookup.FindAsync(client, id, cancellationToken) is { } session
            ? HttpEdge.Json(session)
            : Problem.SessionNotFound(request, id));

    [Function("GetSessionStatus")]
    public Task<IResult> Status(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "sessions/{id}/status")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        edge.AnswerAsync(request, async () =>
        {
            if (await SessionLookup.ProductionAsync(client, id, withInputsAndOutputs: true, cancellationToken) is { } production)
                return DurableAnswers.Status(request, production);
            return await lookup.FindAsync(client, id, cancellationToken) is null
                ? Problem.SessionNotFound(request, id)
                : Problem.Of(
                    request,
                    StatusCodes.Status404NotFound,
                    "production-not-found",
                    "The history of this session's production was purged; GET sessions/{id} has what it made.");
        });

    private async Task<IResult> StartAsync(
        HttpRequest request, DurableTaskClient client, string sessionId, ScriptRequest script, CancellationToken cancellationToken)
    {
        var start = await starter.StartAsync(client, new ProductionRequest(sessionId, script.Text, script.ProjectName, script.ReuseFrom), cancellationToken);
        return start switch
        {
            ProductionStart.Started => DurableAnswers.Started(request.HttpContext.Response, client, sessionId, sessionId),
            ProductionStart.OtherScript => Problem.Of(
                request,
                StatusCodes.Status422UnprocessableEntity,
                "idempotency-key-reused",
                "This Idempotency-Key was used for another script; use a new key for a new script."),
            ProductionStart.BeingDeleted => Problem.Of(
                request,
                StatusCodes.Status409Conflict,
                "session-deleting",
                "The session of this Idempotency-Key is being deleted; repeat DELETE until it answers 204 or 404, or use a new key."),
            ProductionStart.ReuseSessionNotFound => Problem.Of(
                request,
                StatusCodes.Status404NotFound,
                "reuse-session-not-found",
                $"There is no session '{Problem.Shown(script.ReuseFrom ?? "")}' to reuse takes of; leave reuse_from out to have everything spoken."),
            ProductionStart.ReuseSessionGenerating => Problem.Of(
                request,
                StatusCodes.Status409Conflict,
                "session-generating",
                "The production of the session named in reuse_from is still under way; hand the script in when it has ended."),
            _ => throw new InvalidOperationException($"There is no answer for {start}."),
        };
    }
}
