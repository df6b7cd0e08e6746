using System.Text.Json;
using Azure.Core.Serialization;
using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalRuntime.Functions.Durable;

/// <summary>
/// Runs the task hub beside the server, not before it: the hub waits for a storage that is out of reach, and the app's
/// health function must be able to say so meanwhile.
/// </summary>
internal sealed partial class TaskHubService(
    FunctionCatalog catalog,
    LocalRuntimeOptions options,
    HostJson host,
    HubFunctions functions,
    DataConverter converter,
    IOptions<JsonSerializerOptions> json,
    Func<StorageConnection> storage,
    IHostApplicationLifetime application,
    ILoggerFactory loggers,
    TimeProvider time)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan FilePollInterval = TimeSpan.FromMilliseconds(10);

    private readonly ILogger _logger = loggers.CreateLogger("LocalRuntime.Durable");
    private readonly CancellationTokenSource _stopping = new();
    private TaskHub? _hub;
    private Task<TaskHub>? _started;

    /// <summary>Completes when the hub has started.</summary>
    public Task<TaskHub> Hub => _started ?? throw new InvalidOperationException("The host has not started.");

    public TaskHubRegistry Registry { get; } = functions.Register();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!catalog.UsesDurableTask)
            return Task.CompletedTask;

        _hub = Create(storage());
        _started = StartAsync(_hub);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_started is null)
            return;

        await ((Task)_started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_started.IsCompletedSuccessfully)
            await _hub!.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<TaskHub> StartAsync(TaskHub hub)
    {
        try
        {
            while (options.StorageReadyFile is { } file && !File.Exists(file))
                await Task.Delay(FilePollInterval, _stopping.Token);
            await hub.StartAsync(_stopping.Token);
            return hub;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Waiting does not mend it, and an app that takes work it cannot do is worse than none.
            CannotStart(e, host.HubName);
            application.StopApplication();
            throw;
        }
    }

    private TaskHub Create(StorageConnection connection) => new(
        new TaskHubOptions
        {
            HubName = host.HubName,
            MaxConcurrentActivities = host.MaxConcurrentActivities,
            MaxConcurrentOrchestrations = host.MaxConcurrentOrchestrators,
            DataConverter = converter,
            // As in the official worker, which reads an orchestrator's input past WorkerOptions.Serializer.
            InputConverter = new SerializerConverter(new JsonObjectSerializer(json.Value)),
        },
        Registry, connection.Tables, connection.Blobs, loggers, time);

    [LoggerMessage(1, LogLevel.Critical, "Task hub {HubName} cannot start; the host stops")]
    private partial void CannotStart(Exception exception, string hubName);
}
