using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Jobs;
using AudioFunctions.LocalHost.Keys;
using AudioFunctions.LocalHost.Storage;
using AudioFunctions.LocalHost.Telemetry;
using AudioFunctions.LocalHost.Worker;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Indexers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using Yarp.ReverseProxy.Forwarder;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The host's parts, and the order in which they start and stop.</summary>
internal sealed partial class RunningHost : IAsyncDisposable
{
    private static readonly TimeSpan JobStartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RequestGrace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan JobGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WorkerGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopInterval = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stopping = new();
    private readonly AppFolder _app;
    private readonly PublicSocket _socket;
    private readonly HostLog _log;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly TracerProvider? _tracing;
    private readonly WorkerSupervisor _workers;
    private readonly WebApplication _rpc;
    private readonly WebApplication _public;
    private readonly HttpForwarding _forwarding;
    private readonly Webhooks _webhooks;
    private readonly List<Task> _watchers = [];
    private PublicPipeline? _pipeline;
    private IHost? _jobs;

    public RunningHost(AppFolder app, PublicSocket socket)
    {
        _app = app;
        _socket = socket;
        _log = new HostLog(app.HostJson);
        _loggers = LoggerFactory.Create(_log.Configure);
        _logger = _loggers.CreateLogger("LocalHost");
        _tracing = HostTracing.Start(app.HostJson);
        _workers = new WorkerSupervisor(app, _loggers);
        _rpc = Servers.BuildRpc(_workers, _log);
        _public = Servers.BuildPublic(socket, _log);
        _forwarding = new HttpForwarding(_public.Services.GetRequiredService<IHttpForwarder>());
        _webhooks = new Webhooks(Address);
    }

    private Uri Address => new($"http://127.0.0.1:{_socket.Port}/");

    /// <summary>Completes, with the reason, when the host can't continue.</summary>
    public Task<StartupException> GivenUp => _workers.GivenUp.Task;

    /// <summary>Returns when the host accepts requests.</summary>
    /// <exception cref="StartupException">Something is wrong with the app, its settings, its storage or the keys.</exception>
    public async Task StartAsync(HostOptions options, LocalSettings settings, CancellationToken cancellationToken)
    {
        foreach (var ignored in _app.HostJson.Ignored())
            Ignored("host.json", ignored);
        foreach (var ignored in settings.Ignored)
            Ignored("local.settings.json", ignored);

        await _rpc.StartAsync(cancellationToken);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Start the app's process and the extensions in parallel: they take about the same time.
        var worker = _workers.StartAsync(new Uri(_rpc.Urls.Single()).Port, failed.Token);
        var jobs = StartJobsAsync(options, failed.Token);
        var first = await Task.WhenAny(worker, jobs);
        if (!first.IsCompletedSuccessfully)
            await failed.CancelAsync();
        await Task.WhenAll(worker, jobs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // The first failure is the cause.
        await first;
        await worker;

        await OpenAsync(await jobs, cancellationToken);
        Watch();
        Listening(_app.Functions.Count, Address.ToString().TrimEnd('/'), options.SecretsFolder);
    }

    /// <summary>Refuses new work, waits for running work, stops the app's process, then the host.</summary>
    public async Task StopAsync()
    {
        if (_pipeline is not null)
            _pipeline.IsClosed = true;
        await _stopping.CancelAsync();
        await Task.WhenAll(RequestsEndAsync(), StopJobsAsync());
        await Task.WhenAll(_watchers);
        await _workers.StopAsync(WorkerGrace);
    }

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        foreach (var server in new[] { _public, _rpc })
        {
            await server.StopAsync(atOnce.Token);
            await server.DisposeAsync();
        }

        _jobs?.Dispose();
        _forwarding.Dispose();
        // Exports the remaining spans.
        _tracing?.Dispose();
        _socket.Dispose();
        _loggers.Dispose();
        _stopping.Dispose();
    }

    private async Task<KeyRing> StartJobsAsync(HostOptions options, CancellationToken cancellationToken)
    {
        // Before the extensions report the same in many lines.
        StorageCheck.CheckSettings();
        _jobs = JobHostFactory.Build(_app, _workers, _forwarding, _webhooks, _log);
        // Creates the extensions, so that their settings can be changed before they start.
        var extensions = _jobs.Services.GetServices<IExtensionConfigProvider>().ToList();
        ControlQueueRecovery.TryLower(extensions, _logger);
        var file = new KeyFile(options.SecretsFolder);
        var hostKeys = await file.LoadOrCreateAsync(Webhooks.KeyNamesOf(extensions), cancellationToken);
        var keys = new KeyRing(hostKeys, _app.Functions.ToDictionary(function => function.Name, function => file.LoadFor(function.Name)));
        _webhooks.Use(keys);
        await StorageCheck.WaitAsync(options.StorageReadyFile, StorageCheck.Timeout, cancellationToken);
        try
        {
            await _jobs.StartAsync(cancellationToken).WaitAsync(JobStartTimeout, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new StartupException(
                $"The storage account didn't finish a request within {JobStartTimeout.TotalSeconds:0} seconds: check it, or correct {StorageCheck.Setting}.", e);
        }
        catch (FunctionIndexingException e)
        {
            var reason = (e.InnerException ?? e).Message.TrimEnd('.');
            throw new StartupException($"Function {e.MethodName} is invalid: {reason}. Add the setting, or correct the function and publish the app again.", e);
        }

        return keys;
    }

    private Task OpenAsync(KeyRing keys, CancellationToken cancellationToken)
    {
        var jobs = _jobs!.Services.GetRequiredService<IJobHost>();
        var admin = new AdminEndpoints(_app.Functions, keys, _workers, jobs, _logger, _stopping.Token);
        _pipeline = new PublicPipeline(keys, _webhooks, admin, jobs, _logger);
        FunctionRoute.MapAll(_public, _app, _pipeline.CallAsync);
        _public.UseRouting();
        _public.Run(_pipeline.RunAsync);
        return _public.StartAsync(cancellationToken);
    }

    private void Watch()
    {
        foreach (var trigger in BlobTrigger.Of(_app.Functions, _jobs!.Services.GetRequiredService<INameResolver>()))
        {
            if (Environment.GetEnvironmentVariable(trigger.Connection) is { Length: > 0 } connection)
                _watchers.Add(Task.Run(() => new BlobWatcher(trigger, new BlobServiceClient(connection), _webhooks, _logger).RunAsync(_stopping.Token)));
            else
                NotWatched(trigger.Container, trigger.Connection);
        }
    }

    private async Task RequestsEndAsync()
    {
        using var grace = new CancellationTokenSource(RequestGrace);
        while (_pipeline is { Running: > 0 } && !grace.IsCancellationRequested)
            await Task.Delay(StopInterval, CancellationToken.None);
    }

    private async Task StopJobsAsync()
    {
        if (_jobs is null)
            return;
        using var grace = new CancellationTokenSource(JobGrace);
        try
        {
            await _jobs.StopAsync(grace.Token).WaitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            // Work that hasn't ended runs again after the next start.
            Abandoned();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} functions on {Address}, keys in {Folder}")]
    private partial void Listening(int count, string address, string folder);

    [LoggerMessage(2, LogLevel.Warning, "{File}: '{Setting}' has no effect on this host")]
    private partial void Ignored(string file, string setting);

    [LoggerMessage(3, LogLevel.Warning, "Container {Container} is not watched, because {Connection} is not a connection string; create an event subscription for its blobs")]
    private partial void NotWatched(string container, string connection);

    [LoggerMessage(4, LogLevel.Warning, "Running work did not end in time; it runs again after the next start")]
    private partial void Abandoned();
}
