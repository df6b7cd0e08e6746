using System.Text.Json;
using AudioFunctions.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Resources;

/// <summary>Unlike tools, resources and prompts can't return errors, so failures become protocol errors with REST's codes and messages.</summary>
internal static partial class ResourceFailures
{
    /// <param name="refusal">Why there is no such resource.</param>
    public static McpProtocolException Of<T>(RequestContext<T> request, Refusal refusal)
        where T : RequestParams =>
        new(refusal.Detail, McpMessage.IsSelfContained(request.Server.NegotiatedProtocolVersion) ? McpErrorCode.InvalidParams : McpErrorCode.ResourceNotFound);

    /// <summary>Wraps every read, and turns failures into protocol errors.</summary>
    public static McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> Explain(
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> read) =>
        async (request, cancellationToken) =>
        {
            try
            {
                return await read(request, cancellationToken);
            }
            catch (Exception failure) when (failure is not McpException && !cancellationToken.IsCancellationRequested)
            {
                throw Explained(request.Services!, failure, request.Params.Uri);
            }
        };

    /// <summary>Wraps every prompt, checks its arguments, and turns failures into protocol errors.</summary>
    public static McpRequestHandler<GetPromptRequestParams, GetPromptResult> Explain(
        McpRequestHandler<GetPromptRequestParams, GetPromptResult> get) =>
        async (request, cancellationToken) =>
        {
            var arguments = (request.MatchedPrimitive as McpServerPrompt)?.ProtocolPrompt.Arguments ?? [];
            if (arguments.FirstOrDefault(one => one.Required is true && !IsGiven(request.Params.Arguments, one.Name)) is { } missing)
                throw new McpProtocolException($"The argument \"{missing.Name}\" is missing or not text.", McpErrorCode.InvalidParams);
            try
            {
                return await get(request, cancellationToken);
            }
            catch (Exception failure) when (failure is not McpException && !cancellationToken.IsCancellationRequested)
            {
                throw Explained(request.Services!, failure, request.Params.Name);
            }
        };

    private static bool IsGiven(IDictionary<string, JsonElement>? arguments, string name) =>
        arguments is not null
        && arguments.TryGetValue(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && ToolArguments.IsText(value)
        && !string.IsNullOrWhiteSpace(value.GetString());

    private static McpProtocolException Explained(IServiceProvider services, Exception failure, string what)
    {
        var isStopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;
        var refusal = FailureRefusals.Of(failure, isStopping);
        if (refusal.Code is StepFailures.StorageUnavailable or StepFailures.Unexpected)
            Failed(services.GetRequiredService<ILogger<ProductResources>>(), failure, what);
        return new McpProtocolException(refusal.Detail, failure, McpErrorCode.InternalError);
    }

    [LoggerMessage(1, LogLevel.Error, "Reading {What} failed")]
    private static partial void Failed(ILogger logger, Exception failure, string what);
}
