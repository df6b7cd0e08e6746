using AudioFunctions.Export;
using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure.Storage.Blobs;

namespace AudioFunctions.Housekeeping;

/// <summary>Finds the sessions that have blobs, with or without rows.</summary>
public sealed class SessionBlobs(BlobServiceClient blobs)
{
    private readonly BlobFolder _scripts = new(blobs, ScriptArchive.ContainerName);
    private readonly BlobFolder[] _folders = [new(blobs, TakeFiles.ContainerName), new(blobs, ExportFiles.ContainerName)];

    public async Task<IReadOnlySet<string>> ListSessionIdsAsync(CancellationToken cancellationToken)
    {
        var ids = (await _scripts.ListAsync("", cancellationToken)).Select(ScriptArchive.SessionIdOf).ToHashSet();
        foreach (var folder in _folders)
            ids.UnionWith(await folder.ListFoldersAsync(cancellationToken));
        return ids;
    }

    /// <summary>When a blob of the session was last written, or null if it has none.</summary>
    public async Task<DateTimeOffset?> FindLastWriteAsync(string sessionId, CancellationToken cancellationToken)
    {
        var writes = (await _scripts.ListWritesAsync($"{sessionId}.", cancellationToken)).Values.ToList();
        foreach (var folder in _folders.Append(_scripts))
            writes.AddRange((await folder.ListWritesAsync($"{sessionId}/", cancellationToken)).Values);
        return writes.Count == 0 ? null : writes.Max();
    }
}
