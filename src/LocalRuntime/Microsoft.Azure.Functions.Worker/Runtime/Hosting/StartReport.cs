using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Hosting;

/// <summary>Tells a developer where the app is and where its keys are.</summary>
internal sealed partial class StartReport(
    IServer server, FunctionCatalog catalog, LocalRuntimeOptions options, HostJson host, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("LocalRuntime.Host");

    public void Write()
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Listening(catalog.Functions.Count, address, Path.GetFullPath(options.SecretsPath));
        foreach (var http in catalog.Http)
        {
            Route(http.Function.Name, http.Methods.Count == 0 ? "ANY" : string.Join(',', http.Methods), $"{address}/{http.Route.RawText}");
        }

        if (catalog.UsesDurableTask)
            Hub(host.HubName);
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} functions on {Address}, keys in {Folder}")]
    private partial void Listening(int count, string address, string folder);

    [LoggerMessage(2, LogLevel.Debug, "{Function}: {Methods} {Address}")]
    private partial void Route(string function, string methods, string address);

    [LoggerMessage(3, LogLevel.Debug, "Task hub {HubName}")]
    private partial void Hub(string hubName);
}
