using System.Text.Json;
using AudioFunctions.Audio;
using AudioFunctions.Audio.Loudness;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary><c>manifest.json</c> of an export.</summary>
/// <param name="TotalDurationMs">The sum of the beats' files.</param>
/// <param name="BilledCharacters">The sum over the takes; null if the service didn't report it for each.</param>
/// <param name="Files">A recording for each beat, in script order.</param>
/// <param name="Master">Null if the export has none.</param>
/// <param name="Captions">Empty if the export has none.</param>
/// <param name="Words">Empty if the export has none.</param>
/// <param name="Warnings">Sentences about this export; those about a take are with its file.</param>
public sealed record ExportManifest(
    string SessionId,
    string VideoTitle,
    string ProjectName,
    DateTimeOffset ExportedAt,
    int TotalDurationMs,
    int? BilledCharacters,
    IReadOnlyList<ExportedFile> Files,
    MasterFile? Master,
    IReadOnlyList<CaptionFile> Captions,
    IReadOnlyList<WordFile> Words,
    IReadOnlyList<SkippedBeat> Skipped,
    IReadOnlyList<string> Warnings)
{
    /// <summary>One for each beat, then one for all of them; empty if the export has none.</summary>
    public IReadOnlyList<WaveFile> Wav { get; init; } = [];

    /// <summary>In the order in which the characters speak; empty if the export has none.</summary>
    public IReadOnlyList<StemFile> Stems { get; init; } = [];

    /// <summary>Null if the export has none.</summary>
    public LabelFile? Labels { get; init; }

    /// <summary>Null if the loudness wasn't changed.</summary>
    public LoudnessReport? Loudness { get; init; }

    public static ExportManifest For(SessionRecord session, ExportContents contents, DateTimeOffset exportedAt)
    {
        var beats = session.Beats.ToDictionary(beat => beat.BeatId);
        var files = contents.Plan.Items.Zip(contents.Copies, (item, copy) => ExportedFile.For(beats[item.BeatId], item, copy)).ToList();
        return new ExportManifest(
            session.SessionId,
            session.VideoTitle,
            session.ProjectName,
            exportedAt,
            contents.Plan.Items.Sum(item => item.LengthMs),
            files.Any(file => file.BilledCharacters is null) ? null : files.Sum(file => file.BilledCharacters),
            files,
            contents.Master is { } master ? MasterFile.For(master) : null,
            [.. contents.Captions.Select(CaptionFile.For)],
            [.. (contents.Words?.Files ?? []).Select(WordFile.For)],
            contents.Plan.Skipped,
            [.. contents.Master?.Warnings ?? [], .. contents.Sound?.Warnings ?? [], .. contents.Words?.Warnings ?? []])
        {
            Wav = [.. (contents.Sound?.Waves ?? []).Select(WaveFile.For)],
            Stems = [.. (contents.Sound?.Stems ?? []).Select(StemFile.For)],
            Labels = contents.Sound?.Labels is { } labels ? new LabelFile(labels.FileName, labels.SizeBytes, labels.Sha256) : null,
            Loudness = contents.Sound?.Loudness,
        };
    }

    /// <summary>Every file the manifest names.</summary>
    public IEnumerable<string> FileNames() =>
    [
        .. Files.Select(file => file.File),
        .. Master is null ? [] : new[] { Master.File },
        .. Wav.Select(wave => wave.File),
        .. Stems.Select(stem => stem.File),
        .. Labels is null ? [] : new[] { Labels.File },
        .. Captions.Select(captions => captions.File),
        .. Words.Select(words => words.File),
    ];

    /// <summary>The bytes of <c>manifest.json</c>, the same in the archive.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProductJson.Options);
}

/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
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
    /// <summary>The take of another session whose speech it reuses, or null.</summary>
    public ReusedTake? ReusedFrom { get; init; }

    /// <summary>Verdict on the take's sound; null for takes of earlier versions.</summary>
    public TakeQuality? Quality { get; init; }

    /// <summary>The take's warnings.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Speed relative to its take: 1 unless it was fitted to a length.</summary>
    public double Pace { get; init; } = 1;

    internal static ExportedFile For(BeatRecord beat, ExportItem item, ExportedCopy copy)
    {
        var take = beat.Takes.First(take => take.TakeId == item.TakeId);
        return new ExportedFile(
            copy.FileName,
            beat.BeatId,
            beat.BeatName,
            beat.Character,
            take.TakeId,
            item.FitMs ?? take.AudioDurationMs,
            copy.SizeBytes,
            copy.Sha256,
            take.Provider,
            take.Model,
            take.BilledCharacters,
            take.Segments,
            [.. take.Lines.Select(line => line with { StartMs = item.Moment(line.StartMs), EndMs = item.Moment(line.EndMs) })])
        {
            ReusedFrom = take.ReusedFrom,
            Quality = take.Quality,
            Warnings = take.Warnings,
            Pace = Math.Round(item.Pace, 4),
        };
    }
}

/// <param name="DurationMs">Measured after encoding.</param>
/// <param name="UnencodedDurationMs">The sum of its parts.</param>
/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
public sealed record MasterFile(
    string File, int DurationMs, int UnencodedDurationMs, long SizeBytes, string Sha256, IReadOnlyList<MasterPart> Parts)
{
    internal static MasterFile For(ExportedMaster master) => new(
        master.Copy.FileName, master.DurationMs, master.UnencodedDurationMs, master.Copy.SizeBytes, master.Copy.Sha256, master.Parts);
}

/// <param name="BeatId">Null for the master's.</param>
/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
public sealed record CaptionFile(string File, string? BeatId, long SizeBytes, string Sha256)
{
    internal static CaptionFile For(ExportedCaptions captions) =>
        new(captions.Copy.FileName, captions.BeatId, captions.Copy.SizeBytes, captions.Copy.Sha256);
}

/// <param name="BeatId">Null for the file of all beats.</param>
/// <param name="Estimated">Whether words share the time between two pauses by their letters (offline voice).</param>
/// <param name="Sha256">Hash of the file, in lower-case hex.</param>
public sealed record WordFile(string File, string? BeatId, bool Estimated, long SizeBytes, string Sha256)
{
    internal static WordFile For(ExportedWordFile words) =>
        new(words.Copy.FileName, words.BeatId, words.IsEstimated, words.Copy.SizeBytes, words.Copy.Sha256);
}
