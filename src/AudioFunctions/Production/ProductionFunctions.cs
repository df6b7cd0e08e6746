using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Cancelling a production, and continuing it.</summary>
public sealed class ProductionFunctions(ProductionCancellation cancellation, ProductionContinuation continuation)
{
    /// <summary>The response to the current request is kept; beats that weren't spoken get the error <c>cancelled</c>.</summary>
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
        var (body, problem) = await JsonRequest.ReadAsync<ContinueBody>(request, "{\"max_credits\", \"takes\", \"auto_retakes\"}, all optional", cancellationToken);
        if (problem is not null)
            return problem;
        if ((ScriptOptions.CheckMaxCredits(body!.MaxCredits) ?? ScriptOptions.CheckTakes(body.Takes, body.AutoRetakes)) is { } invalid)
            return Problem.Of(request, invalid);
        var run = new ContinuedRun { MaxCredits = body.MaxCredits, Takes = body.Takes, AutoRetakes = body.AutoRetakes };
        return await continuation.StartAsync(client, id, run, cancellationToken) is { } refusal
            ? Problem.Of(request, refusal)
            : DurableResponses.Started(request.HttpContext.Response, client, id, id);
    }

    private sealed record ContinueBody(int? MaxCredits, int? Takes, int? AutoRetakes);
}
