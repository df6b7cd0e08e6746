using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>
/// Runs orchestrations durably in one process, with everything that must survive it in the storage account. Two processes on
/// one hub do no harm, but one should run at a time: the one that started last has the instances.
/// </summary>
public sealed class TaskHub : IAsyncDisposable
{
    private const string Unfinished = "RuntimeStatus eq 'Pending' or RuntimeStatus eq 'Running' or RuntimeStatus eq 'Suspended'";
    private const int PageSize = 500;

    private readonly TaskHubOptions _options;
    private readonly ILogger _logger;
    private readonly HubServices _services;
    private readonly LiveInstances _live;
    private int _disposed;

    public TaskHub(
        TaskHubOptions options,
        TaskHubRegistry registry,
        TableServiceClient tables,
        BlobServiceClient blobs,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider)
    {
        options.Validate();
        _options = options;
        _logger = loggerFactory.CreateLogger<TaskHub>();
        var storage = new HubStorage(options.HubName, tables, blobs, _logger);
        _services = new HubServices(options, registry, storage, timeProvider, loggerFactory, _logger);
        _live = new LiveInstances(_services);
        Client = new TaskHubClient(_services, _live);
    }

    public DurableTaskClient Client { get; }

    /// <summary>
    /// Creates the tables where they are missing, and goes on with every unfinished instance. Waits for a storage that is not
    /// there yet.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _services.Storage.CreateAsync(cancellationToken);
        _live.Open();
        var count = 0;
        var pages = _services.Storage.Instances.QueryAsync(Unfinished, null, PageSize, withPayloads: false, cancellationToken);
        await foreach (var page in pages)
        {
            foreach (var instance in page.Values)
                await _live.ActivateAsync(instance, cancellationToken);
            count += page.Values.Count;
        }

        Log.HubStarted(_logger, _options.HubName, count);
    }

    /// <summary>
    /// Cancels the running activities' token and waits for them, lets running turns commit, then lets go of all instances.
    /// Once <paramref name="cancellationToken"/> is cancelled it stops waiting. Nothing is lost either way: what was not
    /// committed happens again after the next start.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _services.Activities.StopAsync(cancellationToken);
            await _live.CloseAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Out of patience; what is left is abandoned, which loses nothing.
        }

        await _live.AbandonAsync();
        Log.HubStopped(_logger, _options.HubName);
    }

    /// <summary>
    /// What has happened to an instance since its start or its last ContinueAsNew, oldest first; null when it is unknown.
    /// </summary>
    public Task<IReadOnlyList<HistoryRecord>?> GetHistoryAsync(string instanceId, CancellationToken cancellationToken) =>
        InstanceHistory.ReadAsync(_services.Storage, instanceId, cancellationToken);

    /// <summary>Without a <see cref="StopAsync"/> before it: drops everything at once, as a crash would; nothing is lost by that.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _live.AbandonAsync();
        _live.Dispose();
        _services.Dispose();
    }
}
