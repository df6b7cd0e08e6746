using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Mcp;

/// <summary>
/// <c>POST mcp</c>: one message of the Model Context Protocol a request, and nothing kept between two of them. The answer to a request is an
/// event stream: progress while the tool runs, then its result.
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
}
