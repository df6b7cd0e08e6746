namespace AudioFunctions.Export;

/// <summary>What the steps of an export have written.</summary>
/// <param name="Copies">In the order of the plan's items.</param>
/// <param name="Master">Null if none was requested.</param>
/// <param name="Captions">Empty if none were requested.</param>
/// <param name="Words">Null if none were requested.</param>
/// <param name="Sound">Null if no requested file needs lossless takes.</param>
public sealed record ExportContents(
    ExportPlan Plan,
    IReadOnlyList<ExportedCopy> Copies,
    ExportedMaster? Master,
    IReadOnlyList<ExportedCaptions> Captions,
    ExportedWords? Words = null,
    ExportedSound? Sound = null)
{
    /// <summary>The files in the order people look for them: recordings, the master, lossless recordings, captions, words.</summary>
    public IEnumerable<string> FileNames() =>
    [
        .. Copies.Select(copy => copy.FileName),
        .. Master is null ? [] : new[] { Master.Copy.FileName },
        .. Sound?.LosslessFiles().Select(copy => copy.FileName) ?? [],
        .. Captions.Select(captions => captions.Copy.FileName),
        .. Words is null ? [] : Words.Files.Select(words => words.Copy.FileName),
    ];
}

/// <param name="Sha256">Lower-case hex.</param>
public sealed record ExportedCopy(string FileName, long SizeBytes, string Sha256);

/// <param name="DurationMs">Measured after encoding.</param>
/// <param name="UnencodedDurationMs">The sum of the takes before encoding.</param>
/// <param name="Parts">In the order of the plan's items.</param>
/// <param name="Warnings">Sentences; empty if every take was assembled again from its raw speech.</param>
public sealed record ExportedMaster(
    ExportedCopy Copy, int DurationMs, int UnencodedDurationMs, IReadOnlyList<MasterPart> Parts, IReadOnlyList<string> Warnings);

/// <summary>A take in the master.</summary>
/// <param name="StartMs">From the master's start, before encoding.</param>
public sealed record MasterPart(string BeatId, string TakeId, int StartMs, int DurationMs);

/// <param name="BeatId">Null for the master's.</param>
public sealed record ExportedCaptions(string? BeatId, ExportedCopy Copy);

/// <param name="Warnings">A sentence for each beat that has no word timings.</param>
public sealed record ExportedWords(IReadOnlyList<ExportedWordFile> Files, IReadOnlyList<string> Warnings);

/// <param name="BeatId">Null for the file of all beats.</param>
/// <param name="IsEstimated">Whether words share the time between two pauses by their letters, because the offline voice reports no more.</param>
public sealed record ExportedWordFile(string? BeatId, bool IsEstimated, ExportedCopy Copy);
