using System.Security.Cryptography;
using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure.Storage.Blobs;

namespace AudioFunctions.Export;

/// <summary>
/// The blobs of exports: <c>exports/{session_id}/{beat_id}.mp3</c>, other requested files, and <c>manifest.json</c>. A file is only replaced
/// if its content changes, so downloads of unchanged files aren't disturbed. A late step changes nothing that was exported since: to replace
/// or remove a file, it reads the file's version, then checks that the export is still open, and then writes on the condition that the
/// version hasn't changed.
/// </summary>
public sealed class ExportFiles(BlobServiceClient blobs, TakeFiles takes, SessionStore sessions)
{
    public const string ContainerName = "exports";
    public const string ManifestName = "manifest.json";
    public const string ZipName = "export.zip";
    public const string AudioEnding = ".mp3";
    public const string WaveEnding = ".wav";
    public const string StemEnding = ".stem.wav";
    public const string LabelsName = "labels.txt";
    public const string SubRipEnding = ".srt";
    public const string WebVttEnding = ".vtt";
    public const string KaraokeEnding = ".ass";

    internal const string HashMetadata = "sha256";

    private readonly BlobFolder _folder = new(blobs, ContainerName);

    /// <summary>
    /// The content type of an exported file, by its extension. Only the manifest, which has its own operation in the contract, has the type of
    /// JSON: if other files could have it, generated clients would parse every file.
    /// </summary>
    public static string TypeOf(string fileName) => Path.GetExtension(fileName) switch
    {
        AudioEnding => "audio/mpeg",
        WaveEnding => "audio/wav",
        ".txt" => "text/plain; charset=utf-8",
        SubRipEnding => "application/x-subrip; charset=utf-8",
        WebVttEnding => "text/vtt; charset=utf-8",
        KaraokeEnding => "text/x-ssa; charset=utf-8",
        ".zip" => "application/zip",
        ".json" => fileName == ManifestName ? "application/json" : "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    /// <summary>Copies a take to its clean name, with its tags. May run again.</summary>
    public async Task<ExportedCopy> CopyAsync(ExportRun run, ExportItem item, CancellationToken cancellationToken)
    {
        var take = (await takes.ReadAudioAsync(item.TakeOf(run.SessionId), cancellationToken)).ToStream();
        if (item.Tags is null)
            return await WriteAsync(run, item.FileName, take, cancellationToken);

        using var tagged = new MemoryStream();
        await item.Tags.WriteAsync(take, tagged, cancellationToken);
        return await WriteAsync(run, item.FileName, tagged, cancellationToken);
    }

    /// <summary>Stores a file, unless one with the same content exists. May run again.</summary>
    /// <param name="content">Read from its start.</param>
    /// <exception cref="InvalidOperationException">The export is no longer open.</exception>
    public async Task<ExportedCopy> WriteAsync(ExportRun run, string fileName, Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var copy = new ExportedCopy(fileName, content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)));
        while (!await TryWriteAsync(run, copy, content, cancellationToken))
        {
            // Lost the race against another run of the step, or a later export; check again.
        }

        return copy;
    }

    /// <returns>Whether the file exists now, even if it did before.</returns>
    private async Task<bool> TryWriteAsync(ExportRun run, ExportedCopy copy, Stream content, CancellationToken cancellationToken)
    {
        var name = $"{run.SessionId}/{copy.FileName}";
        var existing = await _folder.FindPropertiesAsync(name, cancellationToken);
        if (existing is not null && existing.Metadata.TryGetValue(HashMetadata, out var hash) && hash == copy.Sha256)
            return true;

        await RequireCurrentAsync(run, cancellationToken);
        content.Position = 0;
        var metadata = new Dictionary<string, string> { [HashMetadata] = copy.Sha256 };
        return await _folder.TryWriteAsync(name, content, TypeOf(copy.FileName), metadata, existing?.ETag, cancellationToken);
    }

    private async Task RequireCurrentAsync(ExportRun run, CancellationToken cancellationToken)
    {
        if (await sessions.FindExportAsync(run.SessionId, run.ExportId, cancellationToken) != ExportState.Open)
            throw new InvalidOperationException($"This export of session {run.SessionId} is done, was followed by another, or the session was deleted.");
    }

    /// <summary>Writes the manifest, then removes files of earlier exports that this one doesn't have. <see cref="PastExports"/> stay.</summary>
    /// <param name="hasZip">Whether this export has an archive, which contains the manifest, so the manifest can't name it.</param>
    public async Task FinishAsync(ExportRun run, ExportManifest manifest, bool hasZip, CancellationToken cancellationToken)
    {
        await WriteAsync(run, ManifestName, new MemoryStream(manifest.ToJson()), cancellationToken);
        var prefix = $"{run.SessionId}/";
        string[] files = [.. manifest.FileNames(), ManifestName, .. hasZip ? [ZipName] : Array.Empty<string>()];
        var belongs = files.Select(file => prefix + file).ToHashSet(StringComparer.Ordinal);
        var existing = await _folder.ListVersionsAsync(prefix, cancellationToken);
        await RequireCurrentAsync(run, cancellationToken);
        foreach (var (name, version) in existing.Where(file => !belongs.Contains(file.Key) && !PastExports.IsName(file.Key[prefix.Length..])))
            await _folder.TryDeleteAsync(name, version, cancellationToken);
    }

    public Task<FoundBlobs> FindAllAsync(string sessionId, CancellationToken cancellationToken) => _folder.FindAllAsync($"{sessionId}/", cancellationToken);

    public Task<BlobClient> FileAsync(string sessionId, string fileName, CancellationToken cancellationToken) =>
        _folder.BlobAsync($"{sessionId}/{fileName}", cancellationToken);

    /// <summary>A file's content as a stream.</summary>
    public async Task<Stream> OpenAsync(string sessionId, string fileName, CancellationToken cancellationToken) =>
        (await (await FileAsync(sessionId, fileName, cancellationToken)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;
}
