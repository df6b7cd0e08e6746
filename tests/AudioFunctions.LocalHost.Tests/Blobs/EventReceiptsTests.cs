using AudioFunctions.LocalHost.Storage;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.LocalHost.Tests.Blobs;

public sealed class EventReceiptsTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private static readonly BlobTrigger Trigger = new("Dropped", "AzureWebJobsStorage", "receipts", "", ".txt");

    private readonly BlobServiceClient _account = new(azurite.Server.ConnectionString);

    [Fact]
    public async Task A_posted_version_is_known_after_a_restart_and_a_new_one_is_not()
    {
        var blob = await PutAsync("told.txt");
        var receipts = new EventReceipts(_account, Trigger);
        Assert.False(await receipts.HasAsync(blob, CancellationToken.None));
        await receipts.AddAsync(blob, CancellationToken.None);

        var restarted = new EventReceipts(_account, Trigger);
        Assert.True(await restarted.HasAsync(blob, CancellationToken.None));
        Assert.False(await restarted.HasAsync(await PutAsync("told.txt"), CancellationToken.None));
    }

    [Theory]
    [InlineData("Dropped", "Completed", true)]
    [InlineData("Host.Functions.Dropped", "Completed", true)]
    [InlineData("Dropped", "Tries", false)]
    [InlineData("Another", "Completed", false)]
    public async Task A_version_processed_by_a_scanning_host_is_known(string function, string metadata, bool isKnown)
    {
        var blob = await PutAsync($"folder/{function}-{metadata}.txt");
        var hosts = _account.GetBlobContainerClient("azure-webjobs-hosts");
        await hosts.CreateIfNotExistsAsync();
        var receipt = hosts.GetBlobClient($"blobreceipts/some-host/{function}/{blob.Properties.ETag}/receipts/{blob.Name}");
        await receipt.UploadAsync(BinaryData.FromString(""), new BlobUploadOptions { Metadata = new Dictionary<string, string> { [metadata] = "True" } });

        Assert.Equal(isKnown, await new EventReceipts(_account, Trigger).HasAsync(blob, CancellationToken.None));
    }

    private async Task<BlobItem> PutAsync(string name)
    {
        var container = _account.GetBlobContainerClient(Trigger.Container);
        await container.CreateIfNotExistsAsync();
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromString("text"), overwrite: true);
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = name }))
            return blob;
        throw new InvalidOperationException($"{name} is not listed.");
    }
}
