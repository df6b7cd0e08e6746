using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.Export;

/// <summary>Changes blobs of takes behind the app's back.</summary>
internal static class StoredBlobs
{
    public static async Task RewriteAsync(StandInApp app, string id, string ending, Action<JsonObject> change)
    {
        var container = new BlobContainerClient(app.Storage.ConnectionString, "audio-production");
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{id}/" }))
        {
            if (!blob.Name.EndsWith(ending, StringComparison.Ordinal))
                continue;
            var client = container.GetBlobClient(blob.Name);
            var json = JsonNode.Parse((await client.DownloadContentAsync()).Value.Content)!.AsObject();
            change(json);
            await client.UploadAsync(BinaryData.FromString(json.ToJsonString()), overwrite: true);
        }
    }

    public static async Task DeleteAsync(StandInApp app, string prefix, string ending)
    {
        var container = new BlobContainerClient(app.Storage.ConnectionString, "audio-production");
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
        {
            if (blob.Name.EndsWith(ending, StringComparison.Ordinal))
                await container.DeleteBlobAsync(blob.Name);
        }
    }
}
