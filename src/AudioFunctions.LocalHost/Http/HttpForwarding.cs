using System.Diagnostics;
using System.Net;
using AudioFunctions.LocalHost.Worker;
using AudioFunctions.LocalHost.Worker.Rpc;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace AudioFunctions.LocalHost.Http;

/// <summary>Sends a request on to the worker, beside the invocation that says which function it is for.</summary>
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

    /// <returns>What the worker says of the invocation; null if there was nobody left to answer to.</returns>
    /// <exception cref="WorkerGoneException">The worker went away before it answered.</exception>
    public async Task<InvocationResponse?> RunAsync(HttpContext http, FunctionWorker worker, InvocationRequest request, CancellationToken cancellationToken)
    {
        if (worker.HttpAddress is null)
            throw new WorkerGoneException();
        http.Request.Headers[InvocationHeader] = request.InvocationId;
        var invocation = worker.Connection.InvokeAsync(request, cancellationToken);
        var error = await forwarder.SendAsync(http, worker.HttpAddress.ToString(), _client, Config, HttpTransformer.Empty, cancellationToken);
        if (error is ForwarderError.None)
            return await invocation;

        // The HTTP connection of a worker that died breaks a moment before its gRPC stream does.
        if (!http.RequestAborted.IsCancellationRequested)
            await Task.WhenAny(worker.Connection.Closed, invocation, Task.Delay(BetweenBreaks, cancellationToken));
        return worker.Connection.Closed.IsCompleted ? throw new WorkerGoneException() : null;
    }

    public void Dispose() => _client.Dispose();
}
