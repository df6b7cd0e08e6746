using Azure.Storage.Blobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host.Executors;
using Newtonsoft.Json;

namespace AudioFunctions.LocalHost.Storage;

/// <summary>
/// Stores when each timer ran, in the same blobs as the official host, so that the next start catches up on a run that was missed while no
/// host ran. The package's own monitor needs an obsolete storage client. Without a connection string nothing is stored.
/// </summary>
internal sealed class BlobScheduleMonitor(IHostIdProvider hostId) : ScheduleMonitor
{
    private readonly BlobContainerClient? _container = Environment.GetEnvironmentVariable(StorageCheck.Setting) is { Length: > 0 } connection
        ? new BlobContainerClient(connection, EventReceipts.Container)
        : null;

    public override async Task<ScheduleStatus?> GetStatusAsync(string timerName) =>
        await BlobAsync(timerName) is { } blob && await blob.ExistsAsync()
            ? JsonConvert.DeserializeObject<ScheduleStatus>((await blob.DownloadContentAsync()).Value.Content.ToString())
            : null;

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
