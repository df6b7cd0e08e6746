using AudioFunctions.Production;
using AudioFunctions.Telemetry;
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
/// Handles one message with its own MCP server. A client cancels a request by closing the connection or, before version 2026-07-28 of the
/// protocol, with a notification; both cancel the tool.
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
            await RespondAsync(httpContext, cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The client has disconnected.
        }
    }

    private async Task RespondAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var logs = services.GetRequiredService<ILoggerFactory>();
        var options = services.GetRequiredService<IOptions<McpServerOptions>>().Value;
        await using var transport = new StreamableHttpServerTransport(logs) { Stateless = true };
        var server = McpServer.Create(transport, options, logs, services);
        var running = server.RunAsync(cancellationToken);
        bool hasResponded;
        try
        {
            BeginStream(http);
            if (message is JsonRpcRequest { Method: RequestMethods.Initialize })
                http.Response.Headers[SessionHeader] = InstanceIds.Random();
            hasResponded = await transport.HandlePostRequestAsync(
                message, http.Response.Body, McpMessage.IsSelfContained(message) ? first => SetStatus(http, first) : null, cancellationToken);
        }
        catch (Exception)
        {
            await CleanUp.TryAsync("an MCP server", EndAsync, logs.CreateLogger<McpResponse>());
            throw;
        }

        await EndAsync();

        if (!hasResponded)
        {
            // A notification has no response.
            http.Response.ContentType = null;
            http.Response.StatusCode = StatusCodes.Status202Accepted;
        }

        // With the transport the server ends, when its tools have.
        async Task EndAsync()
        {
            await transport.DisposeAsync();
            await running;
        }
    }

    private static void BeginStream(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        // Turns off buffering in proxies like nginx; the next line does so in this server.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    /// <summary>Sets the HTTP statuses that the protocol defines for some errors.</summary>
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
