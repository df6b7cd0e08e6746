using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using AudioFunctions.Takes;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Export;

public sealed record CopyInput(string SessionId, ExportItem Item);

public sealed record ManifestInput(string SessionId, ExportPlan Plan, IReadOnlyList<ExportedCopy> Copies, DateTime ExportedAtUtc);

/// <summary>The steps of an export. Each may run again after a crash.</summary>
public sealed class ExportActivities(SessionStore sessions, ExportFiles files)
{
    public const string Plan = "PlanExport";
    public const string Copy = "CopyTake";
    public const string Finish = "FinishExport";

    /// <summary>Fixes what this export copies: a selection changed while it runs belongs to the next.</summary>
    [Function(Plan)]
    public Task<ExportPlan> PlanExport([ActivityTrigger] string sessionId, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () => ExportPlan.For(await ReadAsync(sessionId, cancellationToken)));

    [Function(Copy)]
    public Task<ExportedCopy> CopyTake([ActivityTrigger] CopyInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() =>
            files.CopyAsync(new TakeKey(input.SessionId, input.Item.BeatId, input.Item.TakeId), input.Item.FileName, cancellationToken));

    /// <summary>Writes the manifest and sets <c>exported</c>.</summary>
    [Function(Finish)]
    public Task FinishExport([ActivityTrigger] ManifestInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () =>
        {
            var session = await ReadAsync(input.SessionId, cancellationToken);
            await files.FinishAsync(ExportManifest.For(session, input.Plan, input.Copies, input.ExportedAtUtc), cancellationToken);
            await sessions.SetStatusAsync(input.SessionId, SessionStatus.Exported, cancellationToken);
        });

    private async Task<SessionRecord> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        await sessions.FindAsync(sessionId, cancellationToken)
        ?? throw StepFailures.Refuse("session-not-found", $"There is no session {sessionId}; it may have been deleted.");
}
