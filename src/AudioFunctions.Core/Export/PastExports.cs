using System.Globalization;
using System.Security.Cryptography;
using AudioFunctions.Audio.Loudness;
using AudioFunctions.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Export;

/// <summary>
/// The archives that stay when the next export replaces the files: <c>exports/{session_id}/export.{time}.zip</c>, the newest
/// <see cref="MaxExports"/> of a session. What an archive holds is its metadata, so that a list needs no archive to be read.
/// </summary>
public sealed class PastExports(BlobServiceClient blobs)
{
    public const int MaxExports = 10;

    private const string Prefix = "export.";
    private const string Ending = ".zip";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    private readonly BlobFolder _folder = new(blobs, ExportFiles.ContainerName);

    /// <summary>Whether a file is the archive of an export that may have been followed by others.</summary>
    public static bool IsName(string fileName) => TimeOf(fileName) is not null;

    /// <summary>When the export began whose archive the file is, or null if it is none.</summary>
    public static DateTimeOffset? TimeOf(string fileName) =>
        fileName.StartsWith(Prefix, StringComparison.Ordinal)
        && fileName.EndsWith(Ending, StringComparison.Ordinal)
        && fileName.Length > Prefix.Length + Ending.Length
        && DateTimeOffset.TryParseExact(
            fileName.AsSpan(Prefix.Length, fileName.Length - Prefix.Length - Ending.Length),
            TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;

    /// <summary>
    /// Keeps the archive that stands as <c>export.zip</c>, unless the newest one holds the same, and drops the oldest ones. May run again.
    /// </summary>
    /// <param name="zip">As it was written; if another export has replaced it since, nothing is kept.</param>
    public async Task KeepAsync(ExportManifest manifest, ExportedCopy zip, CancellationToken cancellationToken)
    {
        var kept = await ListRowsAsync(manifest.SessionId, cancellationToken);
        var content = ContentOf(manifest);
        if (kept.Count > 0 && kept[0].Content == content)
            return;

        var standing = await _folder.FindPropertiesAsync($"{manifest.SessionId}/{ExportFiles.ZipName}", cancellationToken);
        if (standing is null || !standing.Metadata.TryGetValue(ExportFiles.HashMetadata, out var hash) || hash != zip.Sha256)
            return;
        await _folder.TryAddCopyAsync(
            $"{manifest.SessionId}/{ExportFiles.ZipName}",
            standing.ETag,
            $"{manifest.SessionId}/{Prefix}{manifest.ExportedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}{Ending}",
            PastExport.For(manifest, zip).ToMetadata(content),
            cancellationToken);
        foreach (var (export, _) in kept.Skip(MaxExports - 1))
            await _folder.DeleteAsync($"{manifest.SessionId}/{export.File}", cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<PastExport>> ListAsync(string sessionId, CancellationToken cancellationToken) =>
        [.. (await ListRowsAsync(sessionId, cancellationToken)).Select(row => row.Export)];

    private async Task<IReadOnlyList<(PastExport Export, string? Content)>> ListRowsAsync(string sessionId, CancellationToken cancellationToken)
    {
        var found = await _folder.ListMetadataAsync($"{sessionId}/{Prefix}", cancellationToken);
        return
        [
            .. from blob in found
               let file = blob.Key[(sessionId.Length + 1)..]
               let time = TimeOf(file)
               where time is not null
               orderby time descending
               select (PastExport.From(file, time.Value, blob.Value), blob.Value.TryGetValue(PastExport.ContentMetadata, out var content) ? content : null),
        ];
    }

    /// <summary>The same for exports that differ in nothing but their time.</summary>
    private static string ContentOf(ExportManifest manifest) =>
        Convert.ToHexStringLower(SHA256.HashData((manifest with { ExportedAt = default }).ToJson()));
}

/// <summary>An export whose archive can still be downloaded.</summary>
/// <param name="File">Its name, for <c>GET sessions/{id}/exports/{file}</c>.</param>
/// <param name="FileCount">Of the files in the archive, without the manifest.</param>
/// <param name="Holds">What was made beside a file for each beat: <c>master</c>, <c>captions</c>, <c>words</c>, <c>wav</c>, <c>stems</c>.</param>
public sealed record PastExport(
    string File,
    DateTimeOffset ExportedAt,
    int BeatCount,
    int FileCount,
    int TotalDurationMs,
    long SizeBytes,
    IReadOnlyList<string> Holds,
    LoudnessProfile Loudness)
{
    internal const string ContentMetadata = "content";

    internal static PastExport For(ExportManifest manifest, ExportedCopy zip) => new(
        zip.FileName,
        manifest.ExportedAt,
        manifest.Files.Count,
        manifest.FileNames().Count(),
        manifest.TotalDurationMs,
        zip.SizeBytes,
        [.. PartsOf(manifest)],
        manifest.Loudness?.Profile ?? LoudnessProfile.Off);

    internal static PastExport From(string file, DateTimeOffset exportedAt, IDictionary<string, string> metadata)
    {
        return new PastExport(
            file,
            exportedAt,
            (int)Number("beats"),
            (int)Number("files"),
            (int)Number("duration_ms"),
            Number("size_bytes"),
            Text("holds").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Enum.TryParse<LoudnessProfile>(Text("loudness"), out var loudness) ? loudness : LoudnessProfile.Off);

        string Text(string name) => metadata.TryGetValue(name, out var text) ? text : "";

        long Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    internal Dictionary<string, string> ToMetadata(string content) => new()
    {
        ["beats"] = Written(BeatCount),
        ["files"] = Written(FileCount),
        ["duration_ms"] = Written(TotalDurationMs),
        ["size_bytes"] = Written(SizeBytes),
        ["holds"] = string.Join(' ', Holds),
        ["loudness"] = Loudness.ToString(),
        [ContentMetadata] = content,
    };

    private static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> PartsOf(ExportManifest manifest)
    {
        if (manifest.Master is not null)
            yield return "master";
        if (manifest.Captions.Count > 0)
            yield return "captions";
        if (manifest.Words.Count > 0)
            yield return "words";
        if (manifest.Wav.Count > 0)
            yield return "wav";
        if (manifest.Stems.Count > 0)
            yield return "stems";
    }
}
