using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Http;

/// <summary>Runs one HTTP function for a request that has the key it needs.</summary>
internal sealed partial class FunctionEndpoint(FunctionDescriptor function, TaskHubGate hub, StopGrace grace, ILogger logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (function.UsesDurableClient && !await hub.OpensAsync(http))
            return;

        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, grace.Over);
        var context = new LocalFunctionContext(function, http.RequestServices, cancellation.Token) { Http = http };
        var invocation = new FunctionInvocation(context, Trigger) { Route = http.Request.RouteValues };
        try
        {
            if (!await ResultExecution.TryExecuteAsync(await function.RunAsync(invocation), http))
                NoResult(function.Name);
        }
        catch (RouteValueException e)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(e.Message, http.RequestAborted);
        }

        object? Trigger(Type type) => type == typeof(HttpRequestData) ? new LocalHttpRequestData(context, http.Request) : http.Request;
    }

    // As in Azure: the answer is then what the function wrote to the response itself, or an empty 200.
    [LoggerMessage(1, LogLevel.Debug, "Function {Function} returned no result")]
    private partial void NoResult(string function);
}
