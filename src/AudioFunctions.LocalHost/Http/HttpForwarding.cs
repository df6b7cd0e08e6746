using System.Diagnostics;
using System.Net;
using AudioFunctions.LocalHost.Worker;
using AudioFunctions.LocalHost.Worker.Rpc;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace AudioFunctions.LocalHost.Http;

/// <summary>Forwards a request to the worker, together with the invocation that names the function.</summary>
internal sealed class HttpForwarding(IHttpForwarder forwarder) : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    private static readonly TimeSpan BetweenBreaks = TimeSpan.FromSeconds(2);
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(10) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    });

    /// <returns>The worker's response to the invocation; null if the client disconnected.</returns>
    /// <exception cref="WorkerGoneException">The worker died before it responded.</exception>
    public async Task<InvocationResponse?> RunAsync(HttpContext http, FunctionWorker worker, InvocationRequest request, CancellationToken cancellationToken)
    {
        if (worker.HttpAddress is null)
            throw new WorkerGoneException();
        http.Request.Headers[InvocationHeader] = request.InvocationId;
        var invocation = worker.Connection.InvokeAsync(request, cancellationToken);
        var error = await forwarder.SendAsync(http, worker.HttpAddress.ToString(), _client, Config, HttpTransformer.Empty, cancellationToken);
        if (error is ForwarderError.None)
            return await invocation;

        // When a worker dies, its HTTP connection breaks a moment before its gRPC stream.
        if (!http.RequestAborted.IsCancellationRequested)
            await Task.WhenAny(worker.Connection.Closed, invocation, Task.Delay(BetweenBreaks, cancellationToken));
        return worker.Connection.Closed.IsCompleted ? throw new WorkerGoneException() : null;
    }

    public void Dispose() => _client.Dispose();
}
