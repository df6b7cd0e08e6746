using System.Net;
using AudioFunctions.LocalHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The two servers on the loopback address. Neither handles signals: the program does, and stops its parts in order.</summary>
internal static class Servers
{
    /// <summary>The Functions host's limit on a request's body.</summary>
    private const long MaxRequestBodyBytes = 100 * 1024 * 1024;

    /// <summary>The public HTTP endpoint.</summary>
    public static WebApplication BuildPublic(PublicSocket socket, HostLog log)
    {
        var builder = CreateBuilder(socket.Port, HttpProtocols.Http1, log);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket.Take());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        });
        return builder.Build();
    }

    /// <summary>The endpoint that workers connect to, on a free port.</summary>
    public static WebApplication BuildRpc(WorkerSupervisor workers, HostLog log)
    {
        var builder = CreateBuilder(0, HttpProtocols.Http2, log);
        builder.Services.AddSingleton(workers);
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (FunctionWorker.MaxMessageBytes, FunctionWorker.MaxMessageBytes));
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<FunctionRpcService>();
        return server;
    }

    private static WebApplicationBuilder CreateBuilder(int port, HttpProtocols protocols, HostLog log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        log.Configure(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = protocols));
        return builder;
    }
}
