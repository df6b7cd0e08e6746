using AudioFunctions.Instances;
using AudioFunctions.Production;
using AudioFunctions.Requests;
using AudioFunctions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Stopping a production before it has spoken everything, and speaking what is missing.</summary>
public sealed class ProductionFunctions(
    ProductionCancellation cancellation, SessionLookup lookup, SessionInstances instances, SessionStore sessions)
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
            : DurableAnswers.Started(request.HttpContext.Response, client, id, id);

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
        if (await lookup.FindAsync(client, id, cancellationToken) is not { } session)
            return Problem.SessionNotFound(request, id);
        if (await SessionLookup.ProductionAsync(client, id, withInputsAndOutputs: true, cancellationToken) is { IsCompleted: false })
            return UnderWay(request);
        if (session.Beats.Count > 0 && session.Beats.All(beat => beat.SelectedTakeId is not null))
            return Problem.Conflict(request, "nothing-to-continue", "Every beat of the session has a take; regenerate a beat for another one.");

        if (await instances.IsRegeneratingAsync(client, id, cancellationToken))
            return BeingSpoken(request);
        // The look is repeated behind the status: a regeneration that starts from here on sees it, and speaks nothing.
        await sessions.MoveStatusAsync(id, session.Status, SessionStatus.Generating, error: null, cancellationToken);
        if (await instances.IsRegeneratingAsync(client, id, cancellationToken))
        {
            await sessions.MoveStatusAsync(id, SessionStatus.Generating, session.Status, error: null, cancellationToken);
            return BeingSpoken(request);
        }

        var input = new ProduceSessionInput(session.ProjectName, ScriptSessionId: id, MaxCredits: body.MaxCredits, RunId: InstanceIds.Random());
        var other = await Orchestrations.StartOrJoinAsync(
            client, ProduceSession.Name, id, input, started => started.ReadInputAs<ProduceSessionInput>()?.RunId == input.RunId, cancellationToken);
        if (other is not null)
            return UnderWay(request);

        // Somebody who looked at the session before its production stood has taken it for one that had ended.
        await sessions.MoveStatusAsync(id, session.Status, SessionStatus.Generating, error: null, cancellationToken);
        return DurableAnswers.Started(request.HttpContext.Response, client, id, id);
    }

    private static IResult UnderWay(HttpRequest request) => Problem.Conflict(
        request, "session-generating", "The production is under way; continue it when it has ended.");

    private static IResult BeingSpoken(HttpRequest request) => Problem.Conflict(
        request, "session-generating", "A beat of the session is being spoken; continue when it has its take.");

    private sealed record ContinueBody(int? MaxCredits);
}
