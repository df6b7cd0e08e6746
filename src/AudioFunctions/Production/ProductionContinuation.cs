using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Telemetry;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Production;

/// <summary>What a run that continues a session is to do.</summary>
public sealed record ContinuedRun
{
    /// <summary>How many credits it may spend, or null.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>How many takes each beat gets that is spoken; null is one.</summary>
    public int? Takes { get; init; }

    /// <summary>How often a beat whose selected take is suspect is spoken once more; null is never.</summary>
    public int? AutoRetakes { get; init; }

    /// <summary>Speaks nothing: only takes that stored speech serves for are made.</summary>
    public bool AssembleOnly { get; init; }
}

/// <summary>Starts a production that speaks the beats of a session that have no take, or says why not.</summary>
public sealed class ProductionContinuation(SessionLookup lookup, SessionInstances instances, SessionStore sessions, ILogger<ProductionContinuation> logger)
{
    /// <returns>Null if it runs.</returns>
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
            : Refusal.Conflict("session-generating", "The session has changed meanwhile; look at it and try again.");
    }

    private static Refusal UnderWay { get; } =
        Refusal.Conflict("session-generating", "The production is under way; continue it when it has ended.");

    private static Refusal BeingSpoken { get; } =
        Refusal.Conflict("session-generating", "A beat of the session is being spoken; continue when it has its take.");

    /// <summary>Starts the production of a session that the caller has marked as generating, or takes the mark back.</summary>
    /// <param name="session">As it was before it was marked.</param>
    /// <returns>Null if it runs.</returns>
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
            // A start that took effect all the same sets the status again.
            await CleanUp.TryAsync(
                "the mark of a production that did not start",
                () => sessions.AbandonContinuingAsync(id, session.Status, CancellationToken.None),
                logger);
            throw;
        }
    }
}
