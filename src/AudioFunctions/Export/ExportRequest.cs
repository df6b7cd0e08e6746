using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Export;

/// <summary>Starts the export of a session, joins a running export of the same content, or returns a refusal.</summary>
public sealed class ExportRequest(SessionLookup lookup)
{
    /// <returns>The instance, or the refusal.</returns>
    public async Task<(string? InstanceId, Refusal? Refusal)> StartAsync(
        DurableTaskClient client, string sessionId, ExportOptions options, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return (null, Refusal.SessionNotFound(sessionId));
        if (session.IsUnderWay)
            return (null, Refusal.Conflict("session-generating", "The production is still under way; export when it has ended."));
        if (session.Beats.All(beat => beat.SelectedTakeId is null))
        {
            return (null, Refusal.Conflict(
                "nothing-selected",
                "No beat of this session has a selected take; wait for the production, or regenerate the beats that failed."));
        }

        if (ExportFitting.RefusalOf(session, options.Fit) is { } misfit)
            return (null, misfit);

        var instanceId = ExportSession.InstanceIdFor(sessionId);
        var input = new ExportSessionInput(sessionId, options, ExportPlan.For(session).Selection(), InstanceIds.Random());
        var running = await Orchestrations.StartOrJoinAsync(
            client,
            ExportSession.Name,
            instanceId,
            input,
            started => started.ReadInputAs<ExportSessionInput>()?.ExportId == input.ExportId,
            cancellationToken);
        return running is not null && RunningExport.Differs(running, input) is { } difference
            ? (null, Refusal.Conflict("session-exporting", difference))
            : (instanceId, null);
    }
}
