using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>Starting a production and following its progress.</summary>
public sealed class SessionFunctions(ScriptContexts contexts, ProductionStarter starter, SessionLookup lookup)
{
    [Function("StartSession")]
    public Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        HandInAsync(request, client, isDraft: false, cancellationToken);

    /// <summary>The same as <c>POST sessions?produce=false</c>, for generated clients, where an operation returns one type.</summary>
    [Function("CreateDraft")]
    public Task<IResult> CreateDraft(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "drafts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        HandInAsync(request, client, isDraft: true, cancellationToken);

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
            return DurableResponses.Status(request, production);
        if (await lookup.FindAsync(client, id, cancellationToken) is not { } session)
            return Problem.SessionNotFound(request, id);
        return ForgottenProduction.Describe(session) is { } forgotten
            ? ProductResults.Json(forgotten)
            : Problem.Of(
                request,
                StatusCodes.Status404NotFound,
                "production-not-found",
                session.HasBeenProduced
                    ? "The history of this session's production was purged before it ended; GET sessions/{id} shows the takes it made."
                    : "The session has no production yet; POST sessions/{id}/continue starts one.");
    }

    private async Task<IResult> HandInAsync(HttpRequest request, DurableTaskClient client, bool isDraft, CancellationToken cancellationToken)
    {
        if (IdempotencyKey.InstanceIdFor(request, "sessions") is not { } sessionId)
            return Problem.Of(request, StatusCodes.Status400BadRequest, "idempotency-key-invalid", IdempotencyKey.Hint);
        var (script, problem) = await ScriptRequest.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;

        var keepsDraft = isDraft || !script!.Produces;
        if (keepsDraft
            && (!string.IsNullOrEmpty(script!.ReuseFrom) || script.MaxCredits is not null || script.Takes is not null || script.AutoRetakes is not null))
        {
            return ScriptRequest.InvalidOption(
                request, "reuse_from, max_credits, takes and auto_retakes need a production; for a draft, pass the last three when you continue it.");
        }

        var context = await contexts.FindAsync(script!.ProjectName, cancellationToken);
        var reading = ScriptReader.Read(script.Text.Span, context);
        if (reading.Script is null)
            return ValidationResponse.Of(reading.Validation, StatusCodes.Status422UnprocessableEntity);

        var production = new ProductionRequest(sessionId, script.Text, reading.Script, script.ProjectName)
        {
            ReuseFrom = script.ReuseFrom,
            IgnoreQuota = script.IgnoreQuota,
            MaxCredits = script.MaxCredits,
            Takes = script.Takes,
            AutoRetakes = script.AutoRetakes,
        };
        return keepsDraft
            ? await KeepDraftAsync(request, client, production, cancellationToken)
            : await StartAsync(request, client, production, cancellationToken);
    }

    private async Task<IResult> StartAsync(
        HttpRequest request, DurableTaskClient client, ProductionRequest production, CancellationToken cancellationToken)
    {
        var response = await starter.StartAsync(client, production, cancellationToken);
        return response.Start == ProductionStart.Started
            ? DurableResponses.Started(request.HttpContext.Response, client, production.SessionId, production.SessionId)
            : Problem.Of(request, StartRefusals.Of(response, production.ReuseFrom));
    }

    private async Task<IResult> KeepDraftAsync(
        HttpRequest request, DurableTaskClient client, ProductionRequest draft, CancellationToken cancellationToken)
    {
        var response = await starter.KeepDraftAsync(draft, cancellationToken);
        if (response.Start != ProductionStart.Started)
            return Problem.Of(request, StartRefusals.Of(response, reuseFrom: null));
        return await lookup.FindAsync(client, draft.SessionId, cancellationToken) is { } session
            ? ProductResults.Json(session)
            : Problem.Of(request, StartRefusals.Of(ProductionStart.BeingDeleted, reuseFrom: null));
    }
}
