using System.Security.Cryptography;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure.Storage.Blobs;

namespace AudioFunctions.Export;

/// <summary>The blobs of exports: <c>exports/{session_id}/{beat_id}.mp3</c> and <c>manifest.json</c>.</summary>
public sealed class ExportFiles(BlobServiceClient blobs, TakeFiles takes)
{
    public const string ContainerName = "exports";
    public const string ManifestName = "manifest.json";

    private readonly BlobFolder _folder = new(blobs, ContainerName);

    /// <summary>Copies a take to its clean name. May run again.</summary>
    public async Task<ExportedCopy> CopyAsync(TakeKey take, string fileName, CancellationToken cancellationToken)
    {
        var source = await takes.AudioAsync(take, cancellationToken);
        var content = (await source.DownloadContentAsync(cancellationToken)).Value.Content;
        var copy = new ExportedCopy(fileName, content.ToMemory().Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        await _folder.WriteAsync($"{take.SessionId}/{fileName}", content.ToStream(), "audio/mpeg", null, cancellationToken);
        return copy;
    }

    /// <summary>Writes the manifest, then removes what an earlier export left and this one does not name.</summary>
    public async Task FinishAsync(ExportManifest manifest, CancellationToken cancellationToken)
    {
        var prefix = $"{manifest.SessionId}/";
        await _folder.WriteJsonAsync(prefix + ManifestName, manifest, cancellationToken);
        var belongs = manifest.Files.Select(file => prefix + file.File).Append(prefix + ManifestName).ToHashSet(StringComparer.Ordinal);
        foreach (var name in await _folder.ListAsync(prefix, cancellationToken))
        {
            if (!belongs.Contains(name))
                await _folder.DeleteAsync(name, cancellationToken);
        }
    }

    public Task DeleteAllAsync(string sessionId, CancellationToken cancellationToken) => _folder.DeleteAllAsync($"{sessionId}/", cancellationToken);

    public Task<BlobClient> FileAsync(string sessionId, string fileName, CancellationToken cancellationToken) =>
        _folder.BlobAsync($"{sessionId}/{fileName}", cancellationToken);
}

/// <param name="Sha256">In lower-case hex.</param>
public sealed record ExportedCopy(string FileName, long SizeBytes, string Sha256);
