using System.Diagnostics;
using System.Net.Sockets;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Supervision;

/// <summary>A running app with its client: either started by this run and stopped with it, or started by another run.</summary>
public sealed class Server : IAsyncDisposable
{
    /// <summary>Longer than a running app needs. What uses the port and doesn't respond is another program.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    private Server(AudioFunctionsClient client, string provider, OwnServer? own)
    {
        Client = client;
        Provider = provider;
        Own = own;
    }

    public AudioFunctionsClient Client { get; }

    /// <summary><c>elevenlabs</c> or <c>offline</c>.</summary>
    public string Provider { get; }

    /// <summary>Null if the app was running already.</summary>
    public OwnServer? Own { get; }

    /// <exception cref="RunException">The app can't be started or reached; the message says what to do.</exception>
    public static async Task<Server> OpenAsync(Workspace workspace, int port, ServerUse use, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (FileLock.TryTake(workspace.ServerLock) is { } taken)
                return await OpenAsync(workspace, taken, port, serving: use != ServerUse.Once, cancellationToken);

            if (ServerState.Read(workspace.ServerState) is { IsAlive: true } other)
            {
                if (!other.Serving && use != ServerUse.Agents)
                    throw new RunException($"Another run is active in this checkout (process {other.ProcessId}): wait for it to end, "
                        + "or keep ./run.sh --serve in one terminal and run scripts from others.");
                if (await ConnectAsync(workspace, other.Port, cancellationToken) is { } server)
                    return server;
            }

            if (Stopwatch.GetElapsedTime(start) > OwnServer.StartTimeout)
                throw new RunException($"Another run holds {Workspace.DisplayPath(workspace.ServerLock)} but its app does not respond: stop that run, then try again.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Own is not null)
            await Own.DisposeAsync();
    }

    private static async Task<Server> OpenAsync(Workspace workspace, FileLock held, int port, bool serving, CancellationToken cancellationToken)
    {
        var own = new OwnServer(workspace, held, port, serving);
        var client = new AudioFunctionsClient(own.Address);
        try
        {
            await OrphanedProcesses.ClearAsync(workspace, cancellationToken);
            if (Ports.BindError(port) is { } error)
            {
                var running = await ConnectAsync(workspace, port, cancellationToken) ?? throw PortIsTaken(port, error);
                client.Dispose();
                await own.DisposeAsync();
                return running;
            }

            var health = await own.StartAsync(client, cancellationToken);
            return new Server(client, health.Provider, own);
        }
        catch
        {
            client.Dispose();
            await own.DisposeAsync();
            throw;
        }
    }

    private static RunException PortIsTaken(int port, SocketError error) => new(error == SocketError.AccessDenied
        ? $"This user may not open port {port}: choose a port from 1024 with --port N."
        : $"Port {port} is in use by another program: stop it, or choose another port with --port N.");

    /// <summary>This checkout's app on a port; null if nothing responds there, or it doesn't accept the key from this checkout's secrets.</summary>
    private static async Task<Server?> ConnectAsync(Workspace workspace, int port, CancellationToken cancellationToken)
    {
        var client = new AudioFunctionsClient(OwnServer.AddressOf(port));
        if (await client.GetHealthAsync(ResponseTimeout, cancellationToken) is { IsReady: true } health && FunctionKey.Read(workspace) is { } key)
        {
            client.UseKey(key);
            if (await client.AcceptsKeyAsync(cancellationToken))
                return new Server(client, health.Provider, own: null);
        }

        client.Dispose();
        return null;
    }
}
