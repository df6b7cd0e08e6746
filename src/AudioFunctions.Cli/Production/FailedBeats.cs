using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Production;

/// <summary>Speaks the beats of a session that failed in an earlier run, and keeps the others.</summary>
public sealed class FailedBeats(AudioFunctionsClient client, InstanceWatch watch, Screen screen)
{
    /// <summary>The session's result; null if its production hasn't ended, or ended before it stored a beat.</summary>
    public async Task<ProductionOutput?> RetryAsync(string sessionId, RunRecord record, CancellationToken cancellationToken)
    {
        var session = await client.GetSessionAsync(sessionId, cancellationToken);
        if (!session.IsProduced || session.Beats.Count == 0)
            return null;

        var missing = session.Beats.Where(b => !b.IsMade).ToList();
        // None is missing if another client had them spoken, or a run was interrupted before its export.
        if (missing.Count > 0)
            screen.Line("Some beats failed in an earlier run of this script: speaking only these.");
        for (var i = 0; i < missing.Count; i++)
        {
            var label = $"[{i + 1}/{missing.Count}] {Printable.From(missing[i].BeatId)}  {Printable.From(missing[i].Character ?? "")}";
            await SpeakAsync(sessionId, missing[i].BeatId, record, label, cancellationToken);
        }

        return OutputOf(await client.GetSessionAsync(sessionId, cancellationToken));
    }

    private async Task SpeakAsync(string sessionId, string beatId, RunRecord record, string label, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        // After an interruption, the next run finds the same instance; after a failure, the next attempt is a new one.
        var started = await client.RegenerateAsync(sessionId, beatId, $"{record.IdempotencyKey}-retry-{record.Retry}", cancellationToken);
        var status = await watch.UntilEndAsync(
            started.StatusQueryGetUri, _ => screen.Live($"{label}  … {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"), cancellationToken);
        screen.Line(status is { HasCompleted: true } ? label : $"{label}  failed: {Printable.From(status?.Reason ?? "its history is gone")}");
    }

    private static ProductionOutput OutputOf(Session session)
    {
        var seconds = (session.TotalDurationMs / 1000.0).ToString("0.0", CultureInfo.InvariantCulture);
        var summary = $"Generated {session.Beats.Count(b => b.IsMade)}/{session.Beats.Count} beats, {seconds} seconds total";
        return new ProductionOutput(session.SessionId, session.VideoTitle, session.Beats, session.TotalDurationMs, summary);
    }
}
