using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Production;

/// <summary>Has the beats of a session spoken that an earlier run did not make; the others stay as they are.</summary>
public sealed class FailedBeats(AudioFunctionsClient client, InstanceWatch watch, Screen screen)
{
    /// <summary>What the session came to; null if its production has not ended, or ended before it wrote a beat.</summary>
    public async Task<ProductionOutput?> TryAgainAsync(string sessionId, RunRecord record, CancellationToken cancellationToken)
    {
        var session = await client.GetSessionAsync(sessionId, cancellationToken);
        if (!session.IsProduced || session.Beats.Count == 0)
            return null;

        var missing = session.Beats.Where(b => !b.IsMade).ToList();
        // None is missing if somebody else has had them made, or a run was cut before its export.
        if (missing.Count > 0)
            screen.Line("An earlier run of this script did not make every beat: only the missing ones are spoken.");
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
        // A run that is cut here meets the same instance again; the next try after a failure is another one.
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
