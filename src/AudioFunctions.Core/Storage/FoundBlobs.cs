using Azure;

namespace AudioFunctions.Storage;

/// <summary>Blobs that were found to be deleted, each in the version that it had then.</summary>
public sealed record FoundBlobs(BlobFolder Folder, IReadOnlyDictionary<string, ETag> Versions)
{
    private const int MaxDeletesAtOnce = 8;

    public bool IsEmpty => Versions.Count == 0;

    /// <summary>Deletes them. What was written in place of one since is left as it is.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Versions,
        new ParallelOptions { MaxDegreeOfParallelism = MaxDeletesAtOnce, CancellationToken = cancellationToken },
        async (blob, token) => await Folder.TryDeleteAsync(blob.Key, blob.Value, token));
}
