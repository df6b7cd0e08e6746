using AudioFunctions.Instances;
using AudioFunctions.Sessions;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Mcp;

/// <summary>Waits for a beat of a production that somebody has started. Whoever stops waiting stops nothing.</summary>
internal sealed class BeatWait(EngineClient engine, SessionLookup lookup, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private const int LooksBetweenSigns = 15;

    /// <returns>The session when the beat has a take or no production is under way; null if there is none.</returns>
    public async Task<SessionRecord?> UntilTakeOrEndAsync(
        string sessionId, string beatId, ToolProgress progress, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (told, silent) = (-1, 0);
        while (await lookup.FindAsync(engine.Client, sessionId, waiting.Token) is { } session)
        {
            if (!session.IsUnderWay
                || IsSettled(session, beatId)
                || await SessionLookup.ProductionAsync(engine.Client, sessionId, withInputsAndOutputs: false, waiting.Token) is null)
            {
                return session;
            }

            var spoken = session.Beats.Count(beat => beat.SelectedTakeId is not null);
            silent = spoken == told ? silent + 1 : 0;
            if (silent % LooksBetweenSigns == 0)
                await progress.ReportAsync(
                    spoken, Math.Max(session.Beats.Count, 1), $"Session {sessionId}: {spoken} of {session.Beats.Count} beats are spoken", waiting.Token);
            told = spoken;
            await Task.Delay(BetweenLooks, waiting.Token);
        }

        return null;
    }

    /// <summary>Whether the beat has what it is waited for, or the session has no such beat.</summary>
    private static bool IsSettled(SessionRecord session, string beatId) =>
        session.Beats.Count > 0 && session.Beats.FirstOrDefault(beat => beat.BeatId == beatId) is not { SelectedTakeId: null };
}
