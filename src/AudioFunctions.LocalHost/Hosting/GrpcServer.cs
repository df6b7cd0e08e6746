using System.Net;
using AudioFunctions.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The endpoint that workers connect to, on a free port of the loopback address.</summary>
internal static class GrpcServer
{
    public static async Task<WebApplication> StartAsync(WorkerConnections connections, HostLog log, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        log.Configure(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services.AddSingleton(connections);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (FunctionWorker.MaxMessageBytes, FunctionWorker.MaxMessageBytes));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<FunctionRpcService>();
        await server.StartAsync(cancellationToken);
        return server;
    }
}
