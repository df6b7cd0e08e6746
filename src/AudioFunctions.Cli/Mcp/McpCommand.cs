using AudioFunctions.Cli.Supervision;
using AudioFunctions.Cli.Terminal;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Cli.Mcp;

/// <summary><c>--mcp</c>: the app's agent tools on standard input and output.</summary>
/// <param name="reopen">Finds a running app, or starts one.</param>
internal sealed class McpCommand(Workspace workspace, Screen screen, Func<CancellationToken, Task<Server>> reopen) : IAsyncDisposable
{
    private const string Name = "audiofunctions";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Stack<IAsyncDisposable> _opened = [];

    /// <summary>Returns at the end of the input.</summary>
    public async Task RunAsync(Uri address, CancellationToken cancellationToken)
    {
        var app = await ConnectAsync(address, cancellationToken);
        await using var input = new InputStream(Console.OpenStandardInput());
        await using var client = new StreamServerTransport(input, new BufferedStream(Console.OpenStandardOutput()), Name);
        screen.Line($"Serving agents on standard input and output; the app is at {address}.");
        await new StdioRelay(client, app, ReopenAsync, screen).RunAsync(input.Ended, cancellationToken);

        async Task<ITransport> ReopenAsync(CancellationToken token)
        {
            var server = await reopen(token);
            _opened.Push(server);
            return await ConnectAsync(server.Client.Address, token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var opened))
            await opened.DisposeAsync();
        _http.Dispose();
    }

    private async Task<ITransport> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(address, "api/mcp"),
                Name = Name,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
                AdditionalHeaders = new Dictionary<string, string> { ["x-functions-key"] = FunctionKey.Read(workspace)! },
            },
            _http);
        _opened.Push(connection);
        var app = await connection.ConnectAsync(cancellationToken);
        _opened.Push(app);
        return app;
    }
}
