using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>Runs orchestrations durably in one process, with everything that must survive it in the storage account.</summary>
public sealed class TaskHub : IAsyncDisposable
{
    public TaskHub(
        TaskHubOptions options,
        TaskHubRegistry registry,
        TableServiceClient tables,
        BlobServiceClient blobs,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider)
    {
    }

    public DurableTaskClient Client => throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<HistoryRecord>?> GetHistoryAsync(string instanceId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
