using System.Security.Cryptography;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure.Storage.Blobs;

namespace AudioFunctions.Export;

/// <summary>
/// The blobs of exports: <c>exports/{session_id}/{beat_id}.mp3</c>, what else was asked for, and <c>manifest.json</c>. A file is replaced
/// whole, and only where its content changes: whoever downloads one that an export leaves as it was is not disturbed.
/// </summary>
public sealed class ExportFiles(BlobServiceClient blobs, TakeFiles takes)
{
    public const string ContainerName = "exports";
    public const string ManifestName = "manifest.json";
    public const string ZipName = "export.zip";
    public const string AudioEnding = ".mp3";
    public const string SubRipEnding = ".srt";
    public const string WebVttEnding = ".vtt";

    private const string HashMetadata = "sha256";

    private readonly BlobFolder _folder = new(blobs, ContainerName);

    /// <summary>The content type of an exported file, by its ending.</summary>
    public static string TypeOf(string fileName) => Path.GetExtension(fileName) switch
    {
        AudioEnding => "audio/mpeg",
        SubRipEnding => "application/x-subrip; charset=utf-8",
        WebVttEnding => "text/vtt; charset=utf-8",
        ".zip" => "application/zip",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };

    /// <summary>Copies a take to its clean name. May run again.</summary>
    public async Task<ExportedCopy> CopyAsync(TakeKey take, string fileName, CancellationToken cancellationToken) =>
        await WriteAsync(take.SessionId, fileName, (await takes.ReadAudioAsync(take, cancellationToken)).ToStream(), cancellationToken);

    /// <summary>Stores a file, or leaves the one there that holds the same. May run again.</summary>
    /// <param name="content">From its start, wherever it stands.</param>
    public async Task<ExportedCopy> WriteAsync(string sessionId, string fileName, Stream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var copy = new ExportedCopy(fileName, content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken)));
        if (await HashOfAsync(sessionId, fileName, cancellationToken) == copy.Sha256)
            return copy;

        content.Position = 0;
        var metadata = new Dictionary<string, string> { [HashMetadata] = copy.Sha256 };
        await _folder.WriteAsync($"{sessionId}/{fileName}", content, TypeOf(fileName), metadata, cancellationToken);
        return copy;
    }

    /// <summary>Writes the manifest, then removes what an earlier export left and this one does not have.</summary>
    /// <param name="hasZip">Whether the archive belongs to this export; it holds the manifest, so the manifest cannot name it.</param>
    public async Task FinishAsync(ExportManifest manifest, bool hasZip, CancellationToken cancellationToken)
    {
        await WriteAsync(manifest.SessionId, ManifestName, new MemoryStream(manifest.ToJson()), cancellationToken);
        var prefix = $"{manifest.SessionId}/";
        string[] files = [.. manifest.FileNames(), ManifestName, .. hasZip ? [ZipName] : Array.Empty<string>()];
        var belongs = files.Select(file => prefix + file).ToHashSet(StringComparer.Ordinal);
        foreach (var name in await _folder.ListAsync(prefix, cancellationToken))
        {
            if (!belongs.Contains(name))
                await _folder.DeleteAsync(name, cancellationToken);
        }
    }

    public Task DeleteAllAsync(string sessionId, CancellationToken cancellationToken) => _folder.DeleteAllAsync($"{sessionId}/", cancellationToken);

    public Task<BlobClient> FileAsync(string sessionId, string fileName, CancellationToken cancellationToken) =>
        _folder.BlobAsync($"{sessionId}/{fileName}", cancellationToken);

    /// <summary>A file's bytes, read as they come.</summary>
    public async Task<Stream> OpenAsync(string sessionId, string fileName, CancellationToken cancellationToken) =>
        (await (await FileAsync(sessionId, fileName, cancellationToken)).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value.Content;

    /// <summary>What a stored file was noted to hold; null where there is none, or none that says.</summary>
    private async Task<string?> HashOfAsync(string sessionId, string fileName, CancellationToken cancellationToken) =>
        await _folder.FindMetadataAsync($"{sessionId}/{fileName}", cancellationToken) is { } metadata
        && metadata.TryGetValue(HashMetadata, out var hash) ? hash : null;
}
