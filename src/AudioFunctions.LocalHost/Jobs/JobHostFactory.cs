using System.Security.Cryptography;
using System.Text;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Storage;
using AudioFunctions.LocalHost.Telemetry;
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
    public static IHost Build(AppFolder app, WorkerSupervisor workers, HttpForwarding forwarding, Webhooks webhooks, HostLog log) => new HostBuilder()
        .UseContentRoot(app.Path)
        .ConfigureAppConfiguration(configuration => configuration
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("AzureWebJobsConfigurationSection", HostJson.Section)])
            .AddInMemoryCollection(app.HostJson.Settings())
            .AddInMemoryCollection([ControlQueueRecovery.WorkItemSetting, .. HostTracing.Settings(app.HostJson)])
            .AddEnvironmentVariables())
        .ConfigureLogging(log.Configure)
        .ConfigureWebJobs(jobs =>
        {
            jobs.AddTimers();
            foreach (var startup in ExtensionAssemblies.LoadStartupTypes(app))
                jobs.UseWebJobsStartup(startup);
        })
        .ConfigureServices(services =>
        {
            // FunctionInvoker needs these.
            services.AddSingleton(app);
            services.AddSingleton(workers);
            services.AddSingleton(forwarding);
#pragma warning disable CS0618 // See FunctionType and Webhooks.
            services.AddSingleton<ITypeLocator>(provider => new FunctionType(app.Functions, provider.GetRequiredService<IJobHostMetadataProvider>));
            services.AddSingleton<IWebHookProvider>(webhooks);
#pragma warning restore CS0618
            services.AddSingleton<IHostIdProvider>(new AppHostId(app.Path));
            services.AddSingleton<ScheduleMonitor, BlobScheduleMonitor>();
            services.AddSingleton<IHostLifetime, ServerLifetime>();
        })
        .Build();

    /// <summary>
    /// The id in the names of the host's own queues and blobs. Hosts of the same app folder share them. As on the official host, the setting
    /// <c>AzureFunctionsWebHost__hostid</c> overrides it.
    /// </summary>
    private sealed class AppHostId(string appFolder) : IHostIdProvider
    {
        private const int Length = 24;

        public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(
            Environment.GetEnvironmentVariable("AzureFunctionsWebHost__hostid") is { Length: > 0 } named
                ? named
                : "local-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appFolder)))[..Length]);
    }
}
