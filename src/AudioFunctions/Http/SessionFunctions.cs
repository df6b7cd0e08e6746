using AudioFunctions.Instances;
using AudioFunctions.Scripts;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Starting a production and following it.</summary>
public sealed class SessionFunctions(VoiceProfileStore voices, ProductionStarter starter, SessionLookup lookup)
{
    [Function("StartSession")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
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
            : await StartAsync(
                request,
                client,
                new ProductionRequest(sessionId, script.Text, reading.Script, script.ProjectName)
                {
                    ReuseFrom = script.ReuseFrom,
                    IgnoreQuota = script.IgnoreQuota,
                    MaxCredits = script.MaxCredits,
                },
                cancellationToken);
    }

    [Function("GetSession")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await lookup.FindAsync(client, id, cancellationToken) is { } session
            ? ProductResults.Json(session)
            : Problem.SessionNotFound(request, id);

    [Function("GetSessionStatus")]
    public async Task<IResult> Status(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/status")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
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
    }

    private async Task<IResult> StartAsync(
        HttpRequest request, DurableTaskClient client, ProductionRequest production, CancellationToken cancellationToken)
    {
        var answer = await starter.StartAsync(client, production, cancellationToken);
        return answer.Start == ProductionStart.Started
            ? DurableAnswers.Started(request.HttpContext.Response, client, production.SessionId, production.SessionId)
            : StartProblems.Of(request, answer, production.ReuseFrom);
    }
}
