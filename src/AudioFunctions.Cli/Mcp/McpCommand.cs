using AudioFunctions.Cli.Supervision;
using AudioFunctions.Cli.Terminal;
using ModelContextProtocol.Client;
using ModelContextProtocol.Server;

namespace AudioFunctions.Cli.Mcp;

/// <summary><c>--mcp</c>: the app's agent tools on standard input and output.</summary>
internal sealed class McpCommand(Workspace workspace, Screen screen)
{
    private const string Name = "audiofunctions";

    /// <summary>Returns at the end of the input.</summary>
    public async Task RunAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(address, "api/mcp"),
            Name = Name,
            TransportMode = HttpTransportMode.StreamableHttp,
            EnableStandaloneGetStream = false,
            AdditionalHeaders = new Dictionary<string, string> { ["x-functions-key"] = FunctionKey.Read(workspace)! },
        };
        await using var connection = new HttpClientTransport(options, http);
        await using var app = await connection.ConnectAsync(cancellationToken);
        await using var client = new StdioServerTransport(Name);
        screen.Line($"Serving agents on standard input and output; the app is {address}.");
        await new StdioRelay(client, app, screen).RunAsync(cancellationToken);
    }
}
