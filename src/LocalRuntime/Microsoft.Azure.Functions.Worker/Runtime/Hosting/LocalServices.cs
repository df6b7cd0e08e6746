using System.Text.Json;
using Azure.Core.Serialization;
using LocalRuntime.Functions.Blobs;
using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Keys;
using LocalRuntime.Functions.Management;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LocalRuntime.Functions.Hosting;

/// <summary>The runtime's own services. All are made on first use, so that what is wrong with a setting shows in the start.</summary>
internal static class LocalServices
{
    /// <summary>The Functions host's limit on a request's body.</summary>
    private const long MaxRequestBodyBytes = 100 * 1024 * 1024;

    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IHostLifetime, SignalLifetime>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopGrace.ForAll);
        services.AddSingleton<StopGrace>();
        services.AddSingleton<StartReport>();
        services.AddSingleton(provider => LocalRuntimeOptions.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => HostJson.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => FunctionCatalog.Discover(
            provider.GetRequiredService<LocalRuntimeOptions>(),
            provider.GetRequiredService<HostJson>(),
            provider.GetRequiredService<ParameterPolicyFactory>()));
        services.AddSingleton(provider => new KeyRing(
            new KeyFile(Path.GetFullPath(provider.GetRequiredService<LocalRuntimeOptions>().SecretsPath)).LoadOrCreate()));
        AddServer(services);
        AddSerializer(services);
        AddDurableTask(services);
        // After the task hub: it is stopped before it, while what it runs can still start orchestrations.
        services.AddSingleton<BlobRunner>();
        services.AddHostedService<BlobWatchService>();
    }

    private static void AddServer(IServiceCollection services)
    {
        services.AddSingleton<LoopbackSocket>();
        services.AddOptions<KestrelServerOptions>().Configure<LoopbackSocket>((kestrel, socket) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Listen(socket.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        services.AddOptions<SocketTransportOptions>().Configure<LoopbackSocket>((transport, socket) =>
            transport.CreateBoundListenSocket = _ => socket.Take());
    }

    // As in the official worker: the app may set WorkerOptions.Serializer, or configure JsonSerializerOptions.
    private static void AddSerializer(IServiceCollection services)
    {
        services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        services.AddOptions<WorkerOptions>().PostConfigure<IOptions<JsonSerializerOptions>>((worker, json) =>
            worker.Serializer ??= new JsonObjectSerializer(json.Value));
        services.AddSingleton<DataConverter>(provider =>
            new SerializerConverter(provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!));
    }

    private static void AddDurableTask(IServiceCollection services)
    {
        services.AddSingleton<HubFunctions>();
        services.AddSingleton(provider => StorageConnection.From(provider.GetRequiredService<IConfiguration>()));
        // An app without durable functions and blob triggers needs no storage account.
        services.AddSingleton<Func<StorageConnection>>(provider => provider.GetRequiredService<StorageConnection>);
        services.AddSingleton<TaskHubService>();
        services.AddHostedService(provider => provider.GetRequiredService<TaskHubService>());
        services.AddSingleton<TaskHubGate>();
        services.AddSingleton<DurableClients>();
        services.AddSingleton<InstanceStarts>();
        services.AddSingleton<InstanceQueries>();
        services.AddSingleton<ManagementEndpoints>();
    }
}
