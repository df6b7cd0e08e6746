using AudioFunctions.Export;
using AudioFunctions.Instances;
using AudioFunctions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Starts exports.</summary>
public sealed class ExportFunctions(HttpEdge edge, SessionLookup lookup)
{
    [Function("StartExport")]
    public Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/export")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        edge.AnswerAsync(request, async () =>
        {
            if (await lookup.FindAsync(client, id, cancellationToken) is not { } session)
                return Problem.SessionNotFound(request, id);
            if (session.Status is SessionStatus.Draft or SessionStatus.Generating)
            {
                return Problem.Of(
                    request, StatusCodes.Status409Conflict, "session-generating", "The production is still under way; export when it has ended.");
            }

            if (session.Beats.All(beat => beat.SelectedTakeId is null))
            {
                return Problem.Of(
                    request,
                    StatusCodes.Status409Conflict,
                    "nothing-selected",
                    "No beat of this session has a selected take; wait for the production, or regenerate the beats that failed.");
            }

            var instanceId = ExportSession.InstanceIdFor(id);
            await Orchestrations.StartOrJoinAsync(client, ExportSession.Name, instanceId, new ExportSessionInput(id), cancellationToken);
            return DurableAnswers.Started(request.HttpContext.Response, client, instanceId, id);
        });
}
