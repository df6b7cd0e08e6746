using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Stopping a production before it has spoken everything, and speaking what is missing.</summary>
public sealed class ProductionFunctions(ProductionCancellation cancellation, ProductionContinuation continuation)
{
    /// <summary>The request under way ends and is kept; the beats that are not spoken get the error <c>cancelled</c>.</summary>
    [Function("CancelSession")]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await cancellation.RequestAsync(client, id, cancellationToken) is { } refusal
            ? Problem.Of(request, refusal)
            : DurableResponses.Started(request.HttpContext.Response, client, id, id);

    [Function("ContinueSession")]
    public async Task<IResult> Continue(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/continue")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<ContinueBody>(request, "{\"max_credits\"}, optional", cancellationToken);
        if (problem is not null)
            return problem;
        if (ScriptOptions.CheckMaxCredits(body!.MaxCredits) is { } invalid)
            return Problem.Of(request, invalid);
        return await continuation.StartAsync(client, id, body.MaxCredits, cancellationToken) is { } refusal
            ? Problem.Of(request, refusal)
            : DurableResponses.Started(request.HttpContext.Response, client, id, id);
    }

    private sealed record ContinueBody(int? MaxCredits);
}
