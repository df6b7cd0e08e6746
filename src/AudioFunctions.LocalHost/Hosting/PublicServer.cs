using System.Net;
using AudioFunctions.LocalHost.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The public HTTP endpoint.</summary>
internal static class PublicServer
{
    /// <summary>The Functions host's limit on a request's body.</summary>
    private const long MaxRequestBodyBytes = 100 * 1024 * 1024;

    public static WebApplication Build(PublicSocket socket, HostLog log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        log.Configure(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, ServerLifetime>();
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket.Take());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Listen(new IPEndPoint(IPAddress.Loopback, socket.Port), listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    /// <summary>Starts to accept requests.</summary>
    public static Task OpenAsync(WebApplication server, PublicPipeline pipeline, CancellationToken cancellationToken)
    {
        server.Run(pipeline.RunAsync);
        return server.StartAsync(cancellationToken);
    }
}
