using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Durable;

/// <summary>
/// Keeps the task hub running. The host answers requests while storage is out of reach (the app's health function can
/// then say so), and the hub starts as soon as it is back.
/// </summary>
internal sealed partial class TaskHubService(
    FunctionCatalog catalog, HostJson host, HubFunctions functions, DataConverter converter, Func<StorageConnection> storage, ILoggerFactory loggers, TimeProvider time)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly ILogger _logger = loggers.CreateLogger("LocalRuntime.Durable");
    private readonly CancellationTokenSource _stopping = new();
    private Task<TaskHub>? _starting;

    /// <summary>The running hub; completes when it has started.</summary>
    public Task<TaskHub> Hub => _starting ?? throw new InvalidOperationException("The host has not started.");

    public TaskHubRegistry Registry { get; } = functions.Register();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (catalog.UsesDurableTask)
            _starting = StartHubAsync(storage(), _stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_starting is null)
            return;

        await _starting.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_starting.IsCompletedSuccessfully)
            await (await _starting).StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_starting is { IsCompletedSuccessfully: true })
            await (await _starting).DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<TaskHub> StartHubAsync(StorageConnection connection, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait * 2 > LongestWait ? LongestWait : wait * 2)
        {
            var hub = Create(connection);
            try
            {
                await hub.StartAsync(cancellationToken);
                Started(host.HubName);
                return hub;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                await hub.DisposeAsync();
                CannotStart(host.HubName, wait.TotalSeconds, e.Message);
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private TaskHub Create(StorageConnection connection) => new(
        new TaskHubOptions
        {
            HubName = host.HubName,
            MaxConcurrentActivities = host.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = host.MaxConcurrentOrchestrators,
            DataConverter = converter,
        },
        Registry, connection.Tables, connection.Blobs, loggers, time);

    [LoggerMessage(1, LogLevel.Debug, "Task hub {HubName} started")]
    private partial void Started(string hubName);

    [LoggerMessage(2, LogLevel.Warning, "Task hub {HubName} cannot start yet, next try in {Seconds} s: {Reason}")]
    private partial void CannotStart(string hubName, double seconds, string reason);
}
