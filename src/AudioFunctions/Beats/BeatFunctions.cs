using AudioFunctions.Platform;
using AudioFunctions.Production;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>Regenerating a beat, stopping that, and selecting its take.</summary>
public sealed class BeatFunctions(
    BeatRegeneration regeneration, RegenerationCancellation cancellation, BeatCosts costs, TakeSelection selection)
{
    [Function("StartRegenerate")]
    public async Task<IResult> Regenerate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/beats/{beatId}/regenerate")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (IdempotencyKey.InstanceIdFor(request, $"regenerate/{id}/{beatId}") is not { } instanceId)
            return Problem.Of(request, StatusCodes.Status400BadRequest, "idempotency-key-invalid", IdempotencyKey.Hint);
        var (body, problem) = await JsonRequest.ReadAsync<RegenerateBody>(request, RegenerateBody.Form, cancellationToken);
        if (problem is not null)
            return problem;

        return await regeneration.StartAsync(client, instanceId, id, beatId, body!, cancellationToken) is { } refusal
            ? Problem.Of(request, refusal)
            : DurableResponses.Started(request.HttpContext.Response, client, instanceId, id);
    }

    /// <summary>Takes the body of a regeneration, refuses what that would refuse, and speaks nothing.</summary>
    [Function("EstimateRegenerate")]
    public async Task<IResult> Estimate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/beats/{beatId}/estimate")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        string beatId,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<RegenerateBody>(request, RegenerateBody.Form, cancellationToken);
        if (problem is not null)
            return problem;
        var (_, _, refusal) = await regeneration.AdmitAsync(client, id, beatId, body!, cancellationToken);
        if (refusal is not null)
            return Problem.Of(request, refusal);
        var (estimate, unknown) = await costs.EstimateAsync(id, beatId, body!.Settings(), body.Line, body.Takes ?? 1, cancellationToken);
        return estimate is null ? Problem.Of(request, unknown!) : ProductResults.Json(estimate);
    }

    /// <summary>The response to the current request is kept, and used when the beat is regenerated again.</summary>
    [Function("CancelRegenerate")]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/beats/{beatId}/cancel")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (instanceIds, refusal) = await cancellation.RequestAsync(client, id, beatId, cancellationToken);
        return refusal is not null
            ? Problem.Of(request, refusal)
            : ProductResults.Json(new CancelledRegenerations(id, beatId, instanceIds), StatusCodes.Status202Accepted);
    }

    [Function("SelectTakeHttp")]
    public async Task<IResult> Select(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/beats/{beatId}/select")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<SelectBody>(request, "{\"take_id\"}", cancellationToken);
        if (problem is not null)
            return problem;

        var (version, refusal) = await selection.SelectAsync(
            client, id, beatId, body!.TakeId, current => EntityVersion.Allows(request, current), cancellationToken);
        if (refusal is not null)
            return Problem.Of(request, refusal);
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(version);
        return ProductResults.Json(new SelectionResponse(true, beatId, body.TakeId!));
    }

    private sealed record SelectBody(string? TakeId);

    /// <param name="InstanceIds">The regenerations that end soon.</param>
    private sealed record CancelledRegenerations(string SessionId, string BeatId, IReadOnlyList<string> InstanceIds);
}
