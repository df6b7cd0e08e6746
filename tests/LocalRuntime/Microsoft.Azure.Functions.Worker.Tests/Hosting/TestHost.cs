using LocalRuntime.Functions.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.TestApp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>The test app on a free port, with a folder of its own for its files and keys.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    // Port 1 answers nobody: an app whose storage is out of reach.
    private const string NoStorage =
        "DefaultEndpointsProtocol=http;AccountName=nobody;AccountKey=bm9ib2R5;"
        + "BlobEndpoint=http://127.0.0.1:1/nobody;TableEndpoint=http://127.0.0.1:1/nobody;";

    private readonly IHost _host;

    private readonly AppFolder? _ownFolder;

    private TestHost(IHost host, AppFolder folder, AppFolder? ownFolder)
    {
        _host = host;
        _ownFolder = ownFolder;
        Folder = folder;
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public AppFolder Folder { get; }

    public HttpClient Client { get; }

    public Signals Signals => _host.Services.GetRequiredService<Signals>();

    public IServiceProvider Services => _host.Services;

    /// <summary>Addresses in answers name the host that the client named.</summary>
    public string Origin => Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <exception cref="StartupException">The app cannot start.</exception>
    public static async Task<TestHost> StartAsync(
        AppFolder? folder = null, string? storage = null, Action<FunctionsApplicationBuilder>? configure = null, params string[] settings)
    {
        var ownFolder = folder is null ? new AppFolder() : null;
        folder ??= ownFolder!;
        var builder = App.CreateBuilder([
            "--LocalRuntime:Port=0",
            "--LocalRuntime:ExitOnStartFailure=false",
            "--LocalRuntime:FunctionAssembly=Microsoft.Azure.Functions.Worker.TestApp",
            $"--LocalRuntime:SecretsPath={folder.Secrets}",
            $"--AzureWebJobsScriptRoot={folder.Path}",
            $"--AzureWebJobsStorage={storage ?? NoStorage}",
            .. settings]);
        configure?.Invoke(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return new TestHost(host, folder, ownFolder);
        }
        catch
        {
            host.Dispose();
            ownFolder?.Dispose();
            throw;
        }
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _ownFolder?.Dispose();
    }
}
