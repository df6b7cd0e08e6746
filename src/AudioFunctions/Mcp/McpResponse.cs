using AudioFunctions.Production;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp;

/// <summary>
/// Answers one message with a server of its own. A client cancels its request by closing the connection, or, in versions of the protocol before
/// 2026-07-28, by a notification; the tool learns of either in the same way.
/// </summary>
internal sealed class McpResponse(JsonRpcMessage message, IServiceProvider services) : IResult
{
    private const string SessionHeader = "Mcp-Session-Id";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (calls, client) = (services.GetRequiredService<RunningCalls>(), httpContext.Request.Headers[SessionHeader].ToString());
        await calls.CancelAsync(client, message);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
        using var running = calls.Add(client, message, cancellation);
        try
        {
            await AnswerAsync(httpContext, cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody is left to answer to.
        }
    }

    private async Task AnswerAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var logs = services.GetRequiredService<ILoggerFactory>();
        var options = services.GetRequiredService<IOptions<McpServerOptions>>().Value;
        await using var transport = new StreamableHttpServerTransport(logs) { Stateless = true };
        var server = McpServer.Create(transport, options, logs, services);
        var running = server.RunAsync(cancellationToken);
        bool hasAnswered;
        try
        {
            BeginStream(http);
            if (message is JsonRpcRequest { Method: RequestMethods.Initialize })
                http.Response.Headers[SessionHeader] = InstanceIds.Random();
            hasAnswered = await transport.HandlePostRequestAsync(
                message, http.Response.Body, McpMessage.IsSelfContained(message) ? first => SetStatus(http, first) : null, cancellationToken);
        }
        finally
        {
            // With the transport the server ends, when its tools have.
            await transport.DisposeAsync();
            await running;
        }

        if (!hasAnswered)
        {
            // A notification, which nobody answers.
            http.Response.ContentType = null;
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }
    }

    private static void BeginStream(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        // Asks proxies of nginx's kind for what the next line asks of this server.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    /// <summary>The statuses that the protocol gives to some errors.</summary>
    private static ValueTask SetStatus(HttpContext http, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error: { } error } && !http.Response.HasStarted)
        {
            http.Response.StatusCode = (McpErrorCode)error.Code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.MissingRequiredClientCapability => StatusCodes.Status400BadRequest,
                McpErrorCode.UnsupportedProtocolVersion => StatusCodes.Status400BadRequest,
                McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                _ => http.Response.StatusCode,
            };
        }

        return ValueTask.CompletedTask;
    }
}
