using AudioFunctions.Sessions;

namespace AudioFunctions.Mcp;

/// <summary>Waits for a beat of a running production. Cancelling the wait doesn't cancel the production.</summary>
internal sealed class BeatWait(EngineClient engine, SessionLookup lookup, WorkWatch watch)
{
    /// <summary>The polling interval. Each poll reads the whole session.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <returns>The session when the beat has a take or no production is running; null if there is no session.</returns>
    /// <inheritdoc cref="WorkWatch.UntilEndAsync"/>
    public Task<SessionRecord?> UntilTakeOrEndAsync(
        string sessionId, string beatId, ToolProgress progress, CancellationToken cancellationToken) =>
        watch.UntilEndAsync(
            async token =>
            {
                var session = await lookup.FindAsync(engine.Client, sessionId, token);
                var isWaitedFor = session is { IsUnderWay: true }
                    && !IsSettled(session, beatId)
                    && await SessionLookup.ProductionAsync(engine.Client, sessionId, withInputsAndOutputs: false, token) is not null;
                return (session, isWaitedFor ? StageOf(session!) : (Stage?)null);
            },
            PollInterval,
            progress,
            cancellationToken);

    private static Stage StageOf(SessionRecord session)
    {
        var spoken = session.Beats.Count(beat => beat.SelectedTakeId is not null);
        return new Stage(
            spoken, Math.Max(session.Beats.Count, 1), $"Session {session.SessionId}: {spoken} of {session.Beats.Count} beats are spoken");
    }

    /// <summary>Whether the beat has a take, or the session has no such beat. One that failed is waited for: the production may go on.</summary>
    private static bool IsSettled(SessionRecord session, string beatId) =>
        session.Beats.Count > 0 && session.Beats.FirstOrDefault(beat => beat.BeatId == beatId) is not { SelectedTakeId: null };
}
