using Azure.Storage.Blobs;

namespace AudioFunctions.LocalHost.TestApp;

/// <summary>What ran, as blobs of a container of the test's own: it outlives this process.</summary>
public sealed class Journal(BlobServiceClient account)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly BlobContainerClient _container =
        account.GetBlobContainerClient(Environment.GetEnvironmentVariable("JournalContainer") ?? "journal");

    public async Task AddAsync(string entry, string content, CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _container.GetBlobClient($"{entry}/{Guid.NewGuid():N}").UploadAsync(BinaryData.FromString(content), cancellationToken);
    }

    /// <summary>Waits until the test has written a blob of this name.</summary>
    public async Task WaitForAsync(string name, CancellationToken cancellationToken)
    {
        while (!await _container.GetBlobClient(name).ExistsAsync(cancellationToken))
            await Task.Delay(Interval, cancellationToken);
    }
}
