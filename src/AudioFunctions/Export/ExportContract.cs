using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary>Input of <c>ExportSession</c>.</summary>
/// <param name="Options">Null, as in exports of earlier versions, means no options.</param>
/// <param name="Selection"><see cref="ExportPlan.Selection"/> of the session when the export was requested.</param>
/// <param name="ExportId">Different for each request; all exports of a session share one instance id.</param>
public sealed record ExportSessionInput(string SessionId, ExportOptions? Options = null, string? Selection = null, string? ExportId = null);

/// <summary>Output of <c>ExportSession</c>.</summary>
/// <param name="ExportedFiles">The exported files: recordings, master, captions, words, archive.</param>
public sealed record ExportOutput(
    IReadOnlyList<string> ExportedFiles, IReadOnlyList<SkippedBeat> Skipped, int TotalDurationMs, string ExportPath);

/// <summary>Custom status while an export runs.</summary>
/// <param name="Stage"><c>joining</c>, <c>copying</c>, <c>captions</c>, <c>words</c>, <c>zipping</c> or <c>done</c>.</param>
/// <param name="Step">1-based number of the stage, counting only requested stages.</param>
/// <param name="Selection"><see cref="ExportPlan.Selection"/> of the running export.</param>
public sealed record ExportProgress(string Stage, int Step, int Of, int Beats, string Selection);

/// <param name="BegunAt">The same in each run of the step, and in everything the export writes.</param>
public sealed record PlannedExport(ExportPlan Plan, DateTimeOffset BegunAt);

public sealed record CopyInput(ExportRun Run, ExportItem Item);

public sealed record MasterInput(ExportRun Run, ExportPlan Plan);

public sealed record SoundInput(ExportRun Run, ExportPlan Plan, ExportOptions Options);

/// <param name="HasBoth">Whether captions and words were requested: then there are also captions with word times.</param>
public sealed record CaptionsInput(ExportRun Run, ExportPlan Plan, ExportedMaster? Master, bool HasBoth = false);

public sealed record ManifestInput(
    ExportRun Run,
    ExportPlan Plan,
    IReadOnlyList<ExportedCopy> Copies,
    DateTimeOffset ExportedAt,
    ExportedMaster? Master = null,
    IReadOnlyList<ExportedCaptions>? Captions = null,
    bool HasZip = false,
    ExportedWords? Words = null,
    ExportedSound? Sound = null)
{
    public ExportContents Contents() => new(Plan, Copies, Master, Captions ?? [], Words, Sound);

    public ExportManifest Manifest(SessionRecord session) => ExportManifest.For(session, Contents(), ExportedAt);
}
