using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Jobs;
using AudioFunctions.LocalHost.Tests.Running;
using AudioFunctions.LocalHost.Worker;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Yarp.ReverseProxy.Forwarder;

namespace AudioFunctions.LocalHost.Tests.Jobs;

/// <summary>The app's own extensions, loaded into this process.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class ControlQueueRecoveryTests : IDisposable
{
    private readonly IHost _jobs;
    private readonly HttpForwarding _forwarding = new(new Mock<IHttpForwarder>().Object);

    public ControlQueueRecoveryTests()
    {
        Environment.SetEnvironmentVariable("AzureWebJobsStorage", "UseDevelopmentStorage=true");
        Environment.SetEnvironmentVariable("DropContainer", "drop");
        var app = AppFolder.Read(TestApp.Folder);
        var workers = new WorkerSupervisor(app, NullLoggerFactory.Instance);
        _jobs = JobHostFactory.Build(app, workers, _forwarding, new Webhooks(new Uri("http://127.0.0.1:1")), new HostLog(app.HostJson));
    }

    public void Dispose()
    {
        _jobs.Dispose();
        _forwarding.Dispose();
        Environment.SetEnvironmentVariable("AzureWebJobsStorage", null);
        Environment.SetEnvironmentVariable("DropContainer", null);
    }

    /// <summary>Fails if a new version of the extension no longer has such settings; recovery would then take a minute.</summary>
    [Fact]
    public void The_timeout_of_the_real_extension_is_lowered()
    {
        var extensions = _jobs.Services.GetServices<IExtensionConfigProvider>().ToList();

        Assert.True(ControlQueueRecovery.TryLower(extensions, NullLogger.Instance));
        Assert.Equal(["blobs_extension", "durabletask_extension"], Webhooks.KeyNamesOf(extensions).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_the_extension_there_is_nothing_to_lower() =>
        Assert.False(ControlQueueRecovery.TryLower([new Mock<IExtensionConfigProvider>().Object], NullLogger.Instance));
}
