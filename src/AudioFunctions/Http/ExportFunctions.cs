using AudioFunctions.Export;
using AudioFunctions.Instances;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Starts exports.</summary>
public sealed class ExportFunctions(SessionLookup lookup)
{
    private const string Form = "{\"master\", \"captions\", \"zip\"}, each true or false, all optional";

    [Function("StartExport")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/export")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<ExportBody>(request, Form, cancellationToken);
        if (problem is not null)
            return problem;
        if (await lookup.FindAsync(client, id, cancellationToken) is not { } session)
            return Problem.SessionNotFound(request, id);
        if (session.IsUnderWay)
            return Problem.Conflict(request, "session-generating", "The production is still under way; export when it has ended.");
        if (session.Beats.All(beat => beat.SelectedTakeId is null))
        {
            return Problem.Conflict(
                request,
                "nothing-selected",
                "No beat of this session has a selected take; wait for the production, or regenerate the beats that failed.");
        }

        var instanceId = ExportSession.InstanceIdFor(id);
        var input = new ExportSessionInput(id, body!.Options(), ExportPlan.For(session).Selection(), InstanceIds.Random());
        var running = await Orchestrations.StartOrJoinAsync(
            client,
            ExportSession.Name,
            instanceId,
            input,
            started => started.ReadInputAs<ExportSessionInput>()?.ExportId == input.ExportId,
            cancellationToken);
        return running is not null && RunningExport.Differs(running, input) is { } difference
            ? Problem.Conflict(request, "session-exporting", difference)
            : DurableAnswers.Started(request.HttpContext.Response, client, instanceId, id);
    }

    private sealed record ExportBody(bool? Master, bool? Captions, bool? Zip)
    {
        public ExportOptions Options() => new(Master ?? false, Captions ?? false, Zip ?? false);
    }
}
