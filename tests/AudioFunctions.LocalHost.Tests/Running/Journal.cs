using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>The test app's records: a blob for each run of an activity and each blob event.</summary>
internal sealed class Journal(string storage, string container)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly BlobContainerClient _container = new(storage, container);

    public async Task<IReadOnlyList<string>> EntriesAsync(string prefix)
    {
        await _container.CreateIfNotExistsAsync();
        var entries = new List<string>();
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, CancellationToken.None))
            entries.Add(blob.Name[..blob.Name.LastIndexOf('/')]);
        return entries;
    }

    public async Task<IReadOnlyList<string>> ContentsAsync(string prefix)
    {
        var contents = new List<string>();
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, CancellationToken.None))
            contents.Add((await _container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString());
        return contents;
    }

    /// <summary>Waits until there are this many entries.</summary>
    public async Task UntilAsync(string prefix, int count)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (await EntriesAsync(prefix) is var entries && entries.Count < count)
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"{entries.Count} of {count} below {prefix}: {string.Join(", ", entries)}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>Releases the steps that wait for this gate.</summary>
    public async Task OpenAsync(string gate)
    {
        await _container.CreateIfNotExistsAsync();
        await _container.GetBlobClient(gate).UploadAsync(BinaryData.FromString(""));
    }
}
