using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.FileDrop;

/// <summary>Uses the drop with a storage client.</summary>
internal sealed class DropCalls(string connection)
{
    /// <summary>Long enough for many files on a busy machine.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly BlobServiceClient _blobs = new(connection);

    public BlobContainerClient Files => _blobs.GetBlobContainerClient("els-drop");

    public Task<ETag> PutAsync(string name, string content) => PutAsync(name, BinaryData.FromString(content));

    /// <summary>Drops a file, and returns its version.</summary>
    public async Task<ETag> PutAsync(string name, BinaryData content)
    {
        await Files.CreateIfNotExistsAsync();
        return (await Files.GetBlobClient(name).UploadAsync(content, overwrite: true)).Value.ETag;
    }

    /// <summary>Waits for the report on this version.</summary>
    public async Task<JsonObject> ReportAsync(string name, ETag version)
    {
        var report = _blobs.GetBlobContainerClient("els-reports").GetBlobClient($"{name}.json");
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            if (await report.ExistsAsync(timeout.Token))
            {
                var json = JsonNode.Parse((await report.DownloadContentAsync(timeout.Token)).Value.Content.ToString())!.AsObject();
                if (json["etag"]!.GetValue<string>() == version.ToString().Trim('"'))
                    return json;
            }

            await Task.Delay(50, timeout.Token);
        }
    }

    public async Task<JsonObject> DropAsync(string name, string content) => await ReportAsync(name, await PutAsync($"{name}.els", content));

    /// <summary>The names of a container's blobs.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string container, string prefix)
    {
        var names = new List<string>();
        await foreach (var blob in _blobs.GetBlobContainerClient(container).GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
            names.Add(blob.Name);
        return names;
    }

    /// <summary>Waits until the session's production has ended.</summary>
    public static async Task<JsonNode> ProducedAsync(HttpClient client, JsonObject report)
    {
        Assert.True(report["accepted"]!.GetValue<bool>(), report.ToJsonString());
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            var (_, session, _) = await client.SendJsonAsync(HttpMethod.Get, $"sessions/{report["session_id"]!.GetValue<string>()}");
            if (session!["status"]?.GetValue<string>() == "in_progress")
                return session;
            await Task.Delay(ApiCalls.PollInterval, timeout.Token);
        }
    }
}
