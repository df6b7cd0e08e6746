using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Blobs;

/// <summary>Watches the containers of the app's blob triggers beside the server.</summary>
internal sealed class BlobWatchService(
    FunctionCatalog catalog,
    HostJson host,
    TaskHubService hub,
    Func<StorageConnection> storage,
    BlobRunner runner,
    StopGrace grace,
    ILoggerFactory loggers,
    TimeProvider time)
    : IHostedService, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("LocalRuntime.Blobs");
    private readonly CancellationTokenSource _stopping = new();
    private Task _watches = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watches = Task.WhenAll(catalog.Blobs.Select(WatchAsync));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watches.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task WatchAsync(BlobFunction function)
    {
        // A run would need the hub at once; one that cannot start stops the host.
        if (function.Function.UsesDurableClient)
            await hub.Hub.WaitAsync(_stopping.Token);
        await new BlobWatch(function, storage().Blobs, runner, grace, host, _logger, time).RunAsync(_stopping.Token);
    }
}
