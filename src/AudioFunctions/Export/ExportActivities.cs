using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Export;

/// <summary>The steps of an export. Inputs and outputs are names, ids and numbers; audio and text stay in blobs. Each may run again after a crash.</summary>
public sealed class ExportActivities(
    SessionStore sessions, ExportFiles files, MasterMaker masters, SoundMaker sounds, CaptionWriter captions, WordWriter words, ExportZip zips)
{
    public const string Plan = "PlanExport";
    public const string Copy = "CopyTake";
    public const string Master = "MakeMaster";
    public const string Sound = "MakeSound";
    public const string Captions = "WriteCaptions";
    public const string Words = "WriteWords";
    public const string Zip = "ZipExport";
    public const string Finish = "FinishExport";

    /// <summary>Fixes what this export copies; later changes of the selection only affect the next export.</summary>
    [Function(Plan)]
    public Task<PlannedExport> PlanExport([ActivityTrigger] ExportRun run, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(run.SessionId, async () =>
        {
            // First, because it changes the session's version: a request that read the session earlier can no longer replace its script.
            var begunAt = await sessions.BeginExportAsync(run.SessionId, run.ExportId, cancellationToken)
                ?? throw StepFailures.Refuse("export-superseded", "Another export of the session has started since.");
            var session = await ReadAsync(run.SessionId, cancellationToken);
            if (session.Status == SessionStatus.Generating)
                throw StepFailures.Refuse("session-generating", "A production of the session has started since; export the session when it has ended.");
            return new PlannedExport(ExportPlan.For(session), begunAt);
        });

    [Function(Copy)]
    public Task<ExportedCopy> CopyTake([ActivityTrigger] CopyInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Item.TakeOf(input.Run.SessionId), () => files.CopyAsync(input.Run, input.Item, cancellationToken));

    [Function(Master)]
    public Task<ExportedMaster> MakeMaster([ActivityTrigger] MasterInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Run.SessionId, () => masters.MakeAsync(input.Run, input.Plan, cancellationToken));

    /// <summary>Replaces <see cref="MakeMaster"/>, and <see cref="CopyTake"/> if the export changes the sound of the beats.</summary>
    [Function(Sound)]
    public Task<ExportedSound> MakeSound([ActivityTrigger] SoundInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Run.SessionId, async () =>
        {
            try
            {
                var session = await ReadAsync(input.Run.SessionId, cancellationToken);
                return await sounds.MakeAsync(input.Run, session, input.Plan, input.Options, cancellationToken);
            }
            catch (FitException problem)
            {
                throw StepFailures.Refuse(BeatFit.OutOfRange, problem.Message);
            }
        });

    [Function(Captions)]
    public Task<IReadOnlyList<ExportedCaptions>> WriteCaptions([ActivityTrigger] CaptionsInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Run.SessionId, async () =>
            await captions.WriteAsync(
                input.Run, await ReadAsync(input.Run.SessionId, cancellationToken), input.Plan, input.Master, cancellationToken));

    [Function(Words)]
    public Task<ExportedWords> WriteWords([ActivityTrigger] CaptionsInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Run.SessionId, async () =>
            await words.WriteAsync(
                input.Run, await ReadAsync(input.Run.SessionId, cancellationToken), input.Plan, input.Master, input.HasBoth, cancellationToken));

    /// <summary>Puts the files and the manifest that <see cref="FinishExport"/> will write into the archive.</summary>
    [Function(Zip)]
    public Task ZipExport([ActivityTrigger] ManifestInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Run.SessionId, async () =>
        {
            var session = await ReadAsync(input.Run.SessionId, cancellationToken);
            return await zips.WriteAsync(input.Run, input.Manifest(session), cancellationToken);
        });

    /// <summary>Writes the manifest and sets <c>exported</c>.</summary>
    [Function(Finish)]
    public Task FinishExport([ActivityTrigger] ManifestInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Run.SessionId, async () =>
        {
            // An earlier run of this step has done it.
            if (await sessions.FindExportAsync(input.Run.SessionId, input.Run.ExportId, cancellationToken) == ExportState.Done)
                return;
            var session = await ReadAsync(input.Run.SessionId, cancellationToken);
            await files.FinishAsync(input.Run, input.Manifest(session), input.HasZip, cancellationToken);
            await sessions.FinishExportAsync(input.Run.SessionId, input.Run.ExportId, cancellationToken);
        });

    private async Task<SessionRecord> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        await sessions.FindAsync(sessionId, cancellationToken)
        ?? throw StepFailures.Refuse("session-not-found", $"There is no session {sessionId}; it may have been deleted.");
}
