using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LocalRuntime.Functions.Hosting;

/// <summary>The host that the app runs. What is wrong with the app is found in its start, not when a request comes.</summary>
/// <param name="settingsFault">What was wrong with the settings already while the app was being built.</param>
internal sealed class LocalHost(WebApplication application, StartupException? settingsFault) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => application.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await StartOrThrowAsync(cancellationToken);
        }
        catch (StartupException e) when (ExitsOnFailure())
        {
            await Console.Error.WriteLineAsync(e.Message);
            Environment.ExitCode = 1;
            // Run() then goes straight on to stop and returns.
            application.Lifetime.StopApplication();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => application.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)application).Dispose();

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task StartOrThrowAsync(CancellationToken cancellationToken)
    {
        if (settingsFault is not null)
            throw settingsFault;

        await StartChecks.RunAsync(Services);
        Services.GetRequiredService<LoopbackSocket>().Open();
        Pipeline.Build(application, Services.GetRequiredService<FunctionCatalog>());
        await application.StartAsync(cancellationToken);
        Services.GetRequiredService<StartReport>().Write();
    }

    private bool ExitsOnFailure()
    {
        try
        {
            return Services.GetRequiredService<LocalRuntimeOptions>().ExitOnStartFailure;
        }
        catch (StartupException)
        {
            // The options themselves are what is wrong.
            return true;
        }
    }
}
