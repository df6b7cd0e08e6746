using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Export;

/// <summary>The steps of an export. Audio and text stay in blobs: names, ids and numbers go in and out. Each may run again after a crash.</summary>
public sealed class ExportActivities(
    SessionStore sessions, ExportFiles files, MasterMaker masters, CaptionWriter captions, ExportZip zips)
{
    public const string Plan = "PlanExport";
    public const string Copy = "CopyTake";
    public const string Master = "MakeMaster";
    public const string Captions = "WriteCaptions";
    public const string Zip = "ZipExport";
    public const string Finish = "FinishExport";

    /// <summary>Fixes what this export copies: a selection changed while it runs belongs to the next.</summary>
    [Function(Plan)]
    public Task<ExportPlan> PlanExport([ActivityTrigger] string sessionId, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () => ExportPlan.For(await ReadAsync(sessionId, cancellationToken)));

    [Function(Copy)]
    public Task<ExportedCopy> CopyTake([ActivityTrigger] CopyInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => files.CopyAsync(input.Item.TakeOf(input.SessionId), input.Item.FileName, cancellationToken));

    [Function(Master)]
    public Task<ExportedMaster> MakeMaster([ActivityTrigger] MasterInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => masters.MakeAsync(input.SessionId, input.Plan, cancellationToken));

    [Function(Captions)]
    public Task<IReadOnlyList<ExportedCaptions>> WriteCaptions([ActivityTrigger] CaptionsInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () =>
            await captions.WriteAsync(await ReadAsync(input.SessionId, cancellationToken), input.Plan, input.Master, cancellationToken));

    /// <summary>Puts the files and the manifest that <see cref="FinishExport"/> will write into the archive.</summary>
    [Function(Zip)]
    public Task ZipExport([ActivityTrigger] ManifestInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () =>
        {
            var session = await ReadAsync(input.SessionId, cancellationToken);
            return await zips.WriteAsync(input.Manifest(session), cancellationToken);
        });

    /// <summary>Writes the manifest and sets <c>exported</c>.</summary>
    [Function(Finish)]
    public Task FinishExport([ActivityTrigger] ManifestInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () =>
        {
            var session = await ReadAsync(input.SessionId, cancellationToken);
            await files.FinishAsync(input.Manifest(session), input.HasZip, cancellationToken);
            await sessions.SetStatusAsync(input.SessionId, SessionStatus.Exported, cancellationToken);
        });

    private async Task<SessionRecord> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        await sessions.FindAsync(sessionId, cancellationToken)
        ?? throw StepFailures.Refuse("session-not-found", $"There is no session {sessionId}; it may have been deleted.");
}
