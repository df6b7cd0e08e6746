using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Telemetry;
using AudioFunctions.LocalHost.Timers;
using AudioFunctions.LocalHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.Timers;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>Builds the WebJobs host from the app's functions and its official extensions.</summary>
internal static class JobHostFactory
{
    private const string StorageProvider = $"{HostJson.Section}:extensions:durableTask:storageProvider";

    public static IHost Build(AppFolder app, HostJson hostJson, WorkerSupervisor workers, HttpForwarding forwarding, Webhooks webhooks, HostLog log)
    {
        ExtensionAssemblies.LoadFrom(app.Extensions);
        return new HostBuilder()
            .UseContentRoot(app.Path)
            .ConfigureAppConfiguration(configuration => configuration
                .AddInMemoryCollection([KeyValuePair.Create<string, string?>("AzureWebJobsConfigurationSection", HostJson.Section)])
                .AddInMemoryCollection(hostJson.Flatten())
                .AddInMemoryCollection([Recovery(), .. HostTracing.Settings(hostJson)])
                .AddEnvironmentVariables())
            .ConfigureLogging(log.Configure)
            .ConfigureWebJobs(jobs =>
            {
                jobs.AddTimers();
                foreach (var startup in ExtensionAssemblies.StartupTypes(app))
                    jobs.UseWebJobsStartup(startup);
            })
            .ConfigureServices(services => Add(services, app, workers, forwarding, webhooks))
            .Build();
    }

    /// <summary>host.json has the values for Azure; this one makes work continue sooner after a kill. The environment can override it.</summary>
    private static KeyValuePair<string, string?> Recovery() =>
        KeyValuePair.Create($"{StorageProvider}:workItemQueueVisibilityTimeout", (string?)ControlQueueRecovery.Visibility.ToString());

#pragma warning disable CS0618 // See FunctionType and Webhooks.
    private static void Add(IServiceCollection services, AppFolder app, WorkerSupervisor workers, HttpForwarding forwarding, Webhooks webhooks)
    {
        services.AddSingleton(provider => new Lazy<IJobHostMetadataProvider>(provider.GetRequiredService<IJobHostMetadataProvider>));
        services.AddSingleton<ITypeLocator>(provider =>
            new FunctionType(app.Functions, provider.GetRequiredService<Lazy<IJobHostMetadataProvider>>()));
        services.AddSingleton<IFunctionInvoker>(provider =>
            new FunctionInvoker(app.Functions, workers, forwarding, provider.GetRequiredService<Lazy<IJobHostMetadataProvider>>()));
        services.AddSingleton<IWebHookProvider>(webhooks);
        services.AddSingleton<IHostIdProvider>(new AppHostId(app.Path));
        services.AddSingleton<ScheduleMonitor, BlobScheduleMonitor>();
        services.AddSingleton<IHostLifetime, ServerLifetime>();
    }
#pragma warning restore CS0618
}
