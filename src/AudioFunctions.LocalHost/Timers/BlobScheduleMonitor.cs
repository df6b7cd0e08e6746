using System.Net;
using AudioFunctions.LocalHost.Storage;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Executors;
using Newtonsoft.Json;

namespace AudioFunctions.LocalHost.Timers;

/// <summary>
/// Remembers when each timer ran, in the blobs where the official host keeps it, so that a run that was missed while no host ran is made up
/// for after the next start. The package's own monitor needs a storage client of long ago. Without a connection string it remembers nothing.
/// </summary>
internal sealed class BlobScheduleMonitor(IHostIdProvider hostId) : ScheduleMonitor
{
    private const string Container = "azure-webjobs-hosts";

    private readonly BlobContainerClient? _container =
        Environment.GetEnvironmentVariable(StorageCheck.Setting) is { Length: > 0 } connection ? new BlobContainerClient(connection, Container) : null;

    public override async Task<ScheduleStatus?> GetStatusAsync(string timerName)
    {
        if (await BlobAsync(timerName) is not { } blob)
            return null;
        try
        {
            return JsonConvert.DeserializeObject<ScheduleStatus>((await blob.DownloadContentAsync()).Value.Content.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public override async Task UpdateStatusAsync(string timerName, ScheduleStatus status)
    {
        if (await BlobAsync(timerName) is not { } blob)
            return;
        await _container!.CreateIfNotExistsAsync();
        await blob.UploadAsync(BinaryData.FromString(JsonConvert.SerializeObject(status)), overwrite: true);
    }

    private async Task<BlobClient?> BlobAsync(string timerName) =>
        _container?.GetBlobClient($"timers/{await hostId.GetHostIdAsync(CancellationToken.None)}/{timerName}/status");
}
