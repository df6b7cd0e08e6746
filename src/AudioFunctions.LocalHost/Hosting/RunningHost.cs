using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Jobs;
using AudioFunctions.LocalHost.Keys;
using AudioFunctions.LocalHost.Storage;
using AudioFunctions.LocalHost.Telemetry;
using AudioFunctions.LocalHost.Worker;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Config;
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
    private readonly HostJson _hostJson;
    private readonly HostLog _log;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly List<Task> _watchers = [];
    private readonly TracerProvider? _tracing;
    private WebApplication? _rpc;
    private WebApplication? _public;
    private HttpForwarding? _forwarding;
    private PublicPipeline? _pipeline;
    private WorkerSupervisor? _workers;
    private IHost? _jobs;

    public RunningHost(AppFolder app, PublicSocket socket)
    {
        _app = app;
        _socket = socket;
        _hostJson = new HostJson(app.HostJson);
        _log = new HostLog(_hostJson);
        _loggers = LoggerFactory.Create(_log.Configure);
        _logger = _loggers.CreateLogger("LocalHost");
        _tracing = HostTracing.Start(_hostJson);
    }

    private Uri Address => new($"http://127.0.0.1:{_socket.Port}/");

    /// <summary>Completes, with the reason, when the host can't continue.</summary>
    public Task<StartupException> GivenUp => _workers!.GivenUp.Task;

    /// <summary>Returns when the host accepts requests.</summary>
    /// <exception cref="StartupException">Something is wrong with the app, its settings, its storage or the keys.</exception>
    public async Task StartAsync(HostOptions options, LocalSettings settings, CancellationToken cancellationToken)
    {
        foreach (var ignored in _hostJson.Ignored())
            Ignored("host.json", ignored);
        foreach (var ignored in settings.Ignored)
            Ignored("local.settings.json", ignored);

        var webhooks = new Webhooks(Address);
        var connections = new WorkerConnections();
        _public = PublicServer.Build(_socket, _log);
        _forwarding = new HttpForwarding(_public.Services.GetRequiredService<IHttpForwarder>());
        _rpc = await GrpcServer.StartAsync(connections, _log, cancellationToken);
        _workers = new WorkerSupervisor(_app, connections, _loggers);

        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Start the app's process and the extensions in parallel: they take about the same time.
        var worker = _workers.StartAsync(RpcPort(), failed.Token);
        var jobs = StartJobsAsync(options, webhooks, failed.Token);
        var first = await Task.WhenAny(worker, jobs);
        if (!first.IsCompletedSuccessfully)
            await failed.CancelAsync();
        await Task.WhenAll(worker, jobs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // The first failure is the cause.
        await first;
        await worker;

        await OpenAsync(await jobs, webhooks, cancellationToken);
        Watch(webhooks);
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
        if (_workers is not null)
            await _workers.StopAsync(WorkerGrace);
    }

    public async ValueTask DisposeAsync()
    {
        await (_workers?.DisposeAsync() ?? ValueTask.CompletedTask);
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        foreach (var server in new[] { _public, _rpc }.OfType<WebApplication>())
        {
            await server.StopAsync(atOnce.Token);
            await server.DisposeAsync();
        }

        _jobs?.Dispose();
        _forwarding?.Dispose();
        // Exports the remaining spans.
        _tracing?.Dispose();
        _socket.Dispose();
        _loggers.Dispose();
        _stopping.Dispose();
    }

    private async Task<KeyRing> ReadKeysAsync(string folder, IReadOnlyList<string> systemKeys, CancellationToken cancellationToken)
    {
        var file = new KeyFile(folder);
        var keys = await file.LoadOrCreateAsync(systemKeys, cancellationToken);
        return new KeyRing(keys, _app.Functions.ToDictionary(function => function.Name, function => file.LoadFor(function.Name)));
    }

    private int RpcPort() =>
        new Uri(_rpc!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    private async Task<KeyRing> StartJobsAsync(HostOptions options, Webhooks webhooks, CancellationToken cancellationToken)
    {
        // Before the extensions report the same in many lines.
        StorageCheck.CheckSettings();
        _jobs = JobHostFactory.Build(_app, _hostJson, _workers!, _forwarding!, webhooks, _log);
        // Creates the extensions, so that their settings can be changed before they start.
        var extensions = _jobs.Services.GetServices<IExtensionConfigProvider>().ToList();
        ControlQueueRecovery.TryLower(extensions, _logger);
        var keys = await ReadKeysAsync(options.SecretsFolder, Webhooks.KeyNamesOf(extensions), cancellationToken);
        webhooks.Use(keys);
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

        return keys;
    }

    private Task OpenAsync(KeyRing keys, Webhooks webhooks, CancellationToken cancellationToken)
    {
        var resolver = _public!.Services.GetRequiredService<IInlineConstraintResolver>();
        List<FunctionRoute> routes =
            [.. _app.Functions.Where(function => function.IsHttp).Select(function => FunctionRoute.For(function, _hostJson.RoutePrefix, resolver))];
        var admin = new AdminEndpoints(_app.Functions, keys, _workers!, Jobs, _logger, _stopping.Token);
        _pipeline = new PublicPipeline(routes, keys, webhooks, admin, Jobs, _logger);
        return PublicServer.OpenAsync(_public, _pipeline, cancellationToken);
    }

    private IJobHost Jobs() => _jobs!.Services.GetRequiredService<IJobHost>();

    private void Watch(Webhooks webhooks)
    {
        foreach (var trigger in BlobTrigger.Of(_app.Functions, _jobs!.Services.GetRequiredService<INameResolver>()))
        {
            if (Environment.GetEnvironmentVariable(trigger.Connection) is { Length: > 0 } connection)
                _watchers.Add(Task.Run(() => new BlobWatcher(trigger, new BlobServiceClient(connection), webhooks, _logger).RunAsync(_stopping.Token)));
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
