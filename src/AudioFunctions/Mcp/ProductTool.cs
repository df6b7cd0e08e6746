using AudioFunctions.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp;

/// <summary>Wraps a tool method: gives its arguments the product's names, and returns every failure as the tool's error.</summary>
internal sealed partial class ProductTool : DelegatingMcpServerTool
{
    private readonly ToolArguments _arguments;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger _logger;

    public ProductTool(McpServerTool method, IHostApplicationLifetime lifetime, ILogger<ProductTool> logger)
        : base(method)
    {
        (_lifetime, _logger) = (lifetime, logger);
        var tool = method.ProtocolTool;
        _arguments = new ToolArguments(tool.InputSchema);
        ProtocolTool = new Tool
        {
            Name = tool.Name,
            Title = tool.Title,
            Description = tool.Description,
            InputSchema = _arguments.Schema,
            OutputSchema = tool.OutputSchema,
            Annotations = tool.Annotations,
        };
    }

    public override Tool ProtocolTool { get; }

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var given = request.Params.Arguments ?? new Dictionary<string, System.Text.Json.JsonElement>();
        if (_arguments.Check(given) is { } wrong)
            return ToolResult.Error(wrong);

        request.Params.Arguments = _arguments.Renamed(given);
        try
        {
            return await base.InvokeAsync(request, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var refusal = FailureRefusals.Of(failure, _lifetime.ApplicationStopping.IsCancellationRequested);
            if (refusal.Code is StepFailures.StorageUnavailable or StepFailures.Unexpected)
                Failed(failure, ProtocolTool.Name);
            return ToolResult.Error(request.Services!.GetRequiredService<StartedWork>().Explain(refusal));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The tool {Tool} failed")]
    private partial void Failed(Exception failure, string tool);
}
