using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>A hub's two tables and its container, named and shaped as the Azure Storage provider has them.</summary>
internal sealed class HubStorage
{
    private readonly TableClient _instances;
    private readonly TableClient _history;
    private readonly BlobContainerClient _largeMessages;

    public HubStorage(string hubName, TableServiceClient tables, BlobServiceClient blobs, ILogger logger)
    {
        _instances = tables.GetTableClient($"{hubName}Instances");
        _history = tables.GetTableClient($"{hubName}History");
#pragma warning disable CA1308 // Container names are lower case.
        _largeMessages = blobs.GetBlobContainerClient($"{hubName.ToLowerInvariant()}-largemessages");
#pragma warning restore CA1308
        Retry = new StorageRetry(logger);
        LargeValues = new LargeValues(_largeMessages);
        Instances = new InstanceStore(_instances, hubName, LargeValues, Retry);
        History = new HistoryStore(_history, LargeValues, Retry);
    }

    public StorageRetry Retry { get; }

    public LargeValues LargeValues { get; }

    public InstanceStore Instances { get; }

    public HistoryStore History { get; }

    public Task CreateAsync(CancellationToken cancellationToken) => Retry.RunAsync(
        "creating the hub's tables",
        async token =>
        {
            await _instances.CreateIfNotExistsAsync(token);
            await _history.CreateIfNotExistsAsync(token);
            await _largeMessages.CreateIfNotExistsAsync(cancellationToken: token);
        },
        cancellationToken);

    /// <summary>
    /// Removes all traces of a finished instance; its row in the instances table goes last, so that a purge cut short can be
    /// repeated.
    /// </summary>
    /// <returns>False when the id has been started anew meanwhile.</returns>
    public async Task<bool> PurgeAsync(InstanceState instance, CancellationToken cancellationToken)
    {
        await History.DeleteAllAsync(instance.InstanceId, instance.ExecutionId, cancellationToken);
        await Retry.RunAsync(
            "deleting large values",
            token => LargeValues.DeleteFolderAsync(instance.InstanceId, instance.ExecutionId, token),
            cancellationToken);
        return await Instances.DeleteAsync(instance, cancellationToken);
    }
}
