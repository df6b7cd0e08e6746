using System.Text.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Json.Schema;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Tests.Mcp;

/// <summary>The official client, as an agent uses it: every call is validated with the server's schemas.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private readonly HttpClientTransport _transport;
    private readonly Dictionary<string, McpClientTool> _tools;

    private Agent(HttpClientTransport transport, McpClient client, IEnumerable<McpClientTool> tools)
    {
        (_transport, Client) = (transport, client);
        _tools = tools.ToDictionary(tool => tool.Name);
    }

    public McpClient Client { get; }

    public IReadOnlyCollection<McpClientTool> Tools => _tools.Values;

    /// <param name="version">Version of the protocol; null for the newest.</param>
    public static async Task<Agent> ConnectAsync(AppProcess app, string? version = null)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(app.Client.BaseAddress!, "mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            EnableStandaloneGetStream = false,
            AdditionalHeaders = new Dictionary<string, string> { ["x-functions-key"] = app.FunctionKey() },
        });
        var client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version });
        return new Agent(transport, client, await client.ListToolsAsync());
    }

    /// <summary>Calls a tool that succeeds.</summary>
    /// <returns>Its structured content.</returns>
    public async Task<JsonObject> DoAsync(string tool, object arguments, IProgress<ProgressNotificationValue>? progress = null)
    {
        var result = await CallAsync(tool, arguments, progress);
        Assert.True(result.IsError is not true, TextOf(result));
        AssertIs(_tools[tool].ProtocolTool.OutputSchema!.Value, result.StructuredContent!.Value);
        AssertIs(_tools[tool].ProtocolTool.InputSchema, JsonSerializer.SerializeToElement(arguments));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(TextOf(result)), JsonNode.Parse(result.StructuredContent.Value.GetRawText())));
        return JsonNode.Parse(TextOf(result))!.AsObject();
    }

    /// <summary>Calls a tool that fails.</summary>
    /// <returns>Its error.</returns>
    public async Task<JsonObject> FailAsync(string tool, object arguments, IProgress<ProgressNotificationValue>? progress = null)
    {
        var result = await CallAsync(tool, arguments, progress);
        Assert.True(result.IsError, TextOf(result));
        Assert.Null(result.StructuredContent);
        return JsonNode.Parse(TextOf(result))!.AsObject();
    }

    public async Task<CallToolResult> CallAsync(
        string tool, object arguments, IProgress<ProgressNotificationValue>? progress = null, CancellationToken cancellationToken = default) =>
        await Client.CallToolAsync(tool, JsonSerializer.SerializeToNode(arguments)!.AsObject().ToDictionary(one => one.Key, one => (object?)one.Value), progress, cancellationToken: cancellationToken);

    public static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(result.Content[0]).Text;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _transport.DisposeAsync();
    }

    private static void AssertIs(JsonElement schema, JsonElement value)
    {
        var results = JsonSchema.FromText(schema.GetRawText()).Evaluate(value, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(results.IsValid, $"{JsonSerializer.Serialize(results)}\n{value}");
    }
}
