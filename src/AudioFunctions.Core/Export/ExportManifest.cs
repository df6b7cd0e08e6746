using AudioFunctions.Audio;
using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary><c>manifest.json</c> of an export.</summary>
public sealed record ExportManifest(
    string SessionId,
    string VideoTitle,
    string ProjectName,
    DateTimeOffset ExportedAt,
    int TotalDurationMs,
    IReadOnlyList<ExportedFile> Files,
    IReadOnlyList<SkippedBeat> Skipped)
{
    /// <param name="copies">In the order of the plan's items.</param>
    public static ExportManifest For(SessionRecord session, ExportPlan plan, IReadOnlyList<ExportedCopy> copies, DateTimeOffset exportedAt)
    {
        var beats = session.Beats.ToDictionary(beat => beat.BeatId);
        var files = plan.Items.Zip(copies, (item, copy) => ExportedFile.For(beats[item.BeatId], item, copy));
        return new ExportManifest(
            session.SessionId,
            session.VideoTitle,
            session.ProjectName,
            exportedAt,
            plan.Items.Sum(item => item.DurationMs),
            [.. files],
            plan.Skipped);
    }
}

/// <param name="Sha256">Of the file, in lower-case hex.</param>
public sealed record ExportedFile(
    string File,
    string BeatId,
    string BeatName,
    string Character,
    string TakeId,
    int DurationMs,
    long SizeBytes,
    string Sha256,
    string Provider,
    string Model,
    int? BilledCharacters,
    IReadOnlyList<SegmentRecord> Segments,
    IReadOnlyList<LineTiming> Lines)
{
    /// <summary>The take of another session whose speech it is, or null.</summary>
    public ReusedTake? ReusedFrom { get; init; }

    internal static ExportedFile For(BeatRecord beat, ExportItem item, ExportedCopy copy)
    {
        var take = beat.Takes.First(take => take.TakeId == item.TakeId);
        return new ExportedFile(
            copy.FileName,
            beat.BeatId,
            beat.BeatName,
            beat.Character,
            take.TakeId,
            take.AudioDurationMs,
            copy.SizeBytes,
            copy.Sha256,
            take.Provider,
            take.Model,
            take.BilledCharacters,
            take.Segments,
            take.Lines)
        {
            ReusedFrom = take.ReusedFrom,
        };
    }
}
