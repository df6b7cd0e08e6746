using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;

namespace AudioFunctions.Mcp;

/// <summary>
/// <c>POST mcp</c>: one message of the Model Context Protocol per request, without state between requests. The response is an event stream:
/// progress while the tool runs, then its result.
/// </summary>
public sealed class McpFunctions
{
    [Function("HandleMcpMessage")]
    public static async Task<IResult> Handle(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "mcp")] HttpRequest request,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (message, refusal) = await McpMessage.ReadAsync(request, cancellationToken);
        if (message is null)
            return refusal!;

        context.InstanceServices.GetRequiredService<EngineClient>().Use(client);
        return new McpResponse(message, context.InstanceServices);
    }

    /// <summary>Clients may try to open a stream or end a session. There are none, so the protocol requires a 405.</summary>
    [Function("RefuseMcpMethod")]
    public static IResult Refuse([HttpTrigger(AuthorizationLevel.Function, "get", "head", "delete", Route = "mcp")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.Allow = HttpMethods.Post;
        return McpMessage.Refuse(
            StatusCodes.Status405MethodNotAllowed,
            McpErrorCode.InvalidRequest,
            "Send messages with POST: there is no stream to open and no session to end.");
    }
}
