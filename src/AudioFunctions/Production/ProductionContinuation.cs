using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Telemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Production;

/// <summary>Options of a run that continues a session.</summary>
public sealed record ContinuedRun
{
    /// <summary>The most credits it may spend, or null for no limit.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>Number of takes for each spoken beat; null means one.</summary>
    public int? Takes { get; init; }

    /// <summary>How often to speak a beat again while its selected take is suspect; null means never.</summary>
    public int? AutoRetakes { get; init; }

    /// <summary>Speak nothing; only make the takes for which stored speech can be reused.</summary>
    public bool AssembleOnly { get; init; }
}

/// <summary>Starts a production that speaks the beats of a session that have no take, or returns a refusal.</summary>
public sealed class ProductionContinuation(
    SessionLookup lookup, SessionInstances instances, SessionStore sessions, AbandonedTakes abandoned, ILogger<ProductionContinuation> logger)
{
    /// <returns>Null if the production runs.</returns>
    public async Task<Refusal?> StartAsync(DurableTaskClient client, string sessionId, ContinuedRun run, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return Refusal.SessionNotFound(sessionId);
        if (session.Status == SessionStatus.Generating
            || await SessionLookup.ProductionAsync(client, sessionId, withInputsAndOutputs: false, cancellationToken) is { IsCompleted: false })
            return UnderWay;
        if (session.Beats.Count > 0 && session.Beats.All(beat => beat.SelectedTakeId is not null))
            return Refusal.Conflict("nothing-to-continue", "Every beat of the session has a take; regenerate a beat for another one.");
        if (await instances.IsRegeneratingAsync(client, sessionId, cancellationToken))
            return BeingSpoken;

        return await sessions.BeginContinuingAsync(sessionId, session.Status, cancellationToken)
            ? await StartMarkedAsync(client, session, run, cancellationToken)
            : Refusal.Conflict("session-generating", "The session has changed in the meantime; reload it and try again.");
    }

    private static Refusal UnderWay { get; } =
        Refusal.Conflict("session-generating", "The production is under way; continue it when it has ended.");

    private static Refusal BeingSpoken { get; } =
        Refusal.Conflict("session-generating", "A beat of the session is being regenerated; continue when it has its take.");

    /// <summary>Starts the production of a session that the caller has set to <c>generating</c>, or restores the status.</summary>
    /// <param name="session">The session as it was before.</param>
    /// <returns>Null if the production runs.</returns>
    public async Task<Refusal?> StartMarkedAsync(
        DurableTaskClient client, SessionRecord session, ContinuedRun run, CancellationToken cancellationToken)
    {
        var id = session.SessionId;
        try
        {
            // Check again after the status is set: a regeneration that starts from here on sees it and speaks nothing.
            if (await instances.IsRegeneratingAsync(client, id, cancellationToken))
            {
                await sessions.AbandonContinuingAsync(id, session.Status, cancellationToken);
                return BeingSpoken;
            }

            await abandoned.KeepAsync(
                id,
                [.. session.Beats.Where(beat => beat.SelectedTakeId is null)],
                (instance, token) => SessionInstances.IsRunningAsync(client, instance, token),
                cancellationToken);
            var input = new ProduceSessionInput(
                session.ProjectName, id, ReuseFrom: session.HasReplacedScript ? id : null, run.MaxCredits, RunId: InstanceIds.Random())
            {
                AssembleOnly = run.AssembleOnly ? true : null,
                Takes = run.Takes,
                AutoRetakes = run.AutoRetakes,
            };
            var other = await Orchestrations.StartOrJoinAsync(
                client, ProduceSession.Name, id, input, started => started.ReadInputAs<ProduceSessionInput>()?.RunId == input.RunId, cancellationToken);
            return other is null ? null : UnderWay;
        }
        catch (Exception)
        {
            // If the start took effect in spite of the exception, the production sets the status again.
            await CleanUp.TryAsync(
                "the status of a production that did not start",
                () => sessions.AbandonContinuingAsync(id, session.Status, CancellationToken.None),
                logger);
            throw;
        }
    }
}
