using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Supervision;

/// <summary>Storage and the Functions host, started by this run.</summary>
public sealed class OwnServer(Workspace workspace, FileLock held, int port, bool serving) : IAsyncDisposable
{
    /// <summary>A slow machine under load takes seconds; a minute means that something hangs.</summary>
    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private const int MaxStorageAttempts = 3;

    private static readonly TimeSpan UnhealthyTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LogCheckInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Hexadecimal: .NET recompiles hot methods only after 2 s in which no method ran for the first time (100 ms by default). Host and worker run
    /// new code in every step of their first production, and recompiling meanwhile takes a third of the CPU time of a short run.
    /// </summary>
    private const string TieringDelayMs = "7D0";

    private Child? _host;

    public Uri Address => AddressOf(port);

    public Storage? Storage { get; private set; }

    public static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>Returns when the app responds and the client has its key.</summary>
    public async Task<Health> StartAsync(AudioFunctionsClient client, CancellationToken cancellationToken)
    {
        if (new[] { workspace.HostAssembly, workspace.AppAssembly }.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new RunException($"The app is not built ({Workspace.DisplayPath(missing)} is missing): start with ./run.sh.");

        TellOthers();
        await StartSideBySideAsync(cancellationToken);
        var health = await ReadyAsync(client, _host!, cancellationToken);
        client.UseKey(FunctionKey.Read(workspace)
            ?? throw new RunException($"The host has not written its keys to {Workspace.DisplayPath(workspace.Secrets)}: delete that folder and start again."));
        return health;
    }

    /// <summary>Completes with an error if storage or host end unexpectedly. Until then, limits the size of their logs.</summary>
    public async Task<RunException> DiedAsync(CancellationToken cancellationToken)
    {
        var children = Children().ToList();
        while (true)
        {
            var tick = Task.Delay(LogCheckInterval, cancellationToken);
            var ended = await Task.WhenAny([tick, .. children.Select(c => c.Exited)]);
            cancellationToken.ThrowIfCancellationRequested();
            if (ended != tick)
                return children.First(c => c.HasExited).Died(duringWork: true);
            children.ForEach(c => ChildLog.Cap(c.LogPath));
        }
    }

    /// <summary>Stops the host first, because it and the app may still write; then storage, which saves its state to disk.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var child in Children().Reverse())
        {
            await child.StopAsync(StopTimeout);
            await child.DisposeAsync();
        }

        File.Delete(workspace.ServerState);
        held.Dispose();
    }

    /// <summary>Starts storage and host in parallel, because they take about the same time. The host waits for storage to listen.</summary>
    private async Task StartSideBySideAsync(CancellationToken cancellationToken)
    {
        File.Delete(workspace.StorageReady);
        for (var attempt = 1; ; attempt++)
        {
            Storage = Storage.Start(workspace);
            _host = Child.Start(HostCommand(Storage.ConnectionString));
            try
            {
                await Storage.ListensAsync(StartTimeout, cancellationToken);
                break;
            }
            catch (RunException) when (Storage.HasLostItsPort && attempt < MaxStorageAttempts)
            {
                await _host.DisposeAsync();
                await Storage.Process.DisposeAsync();
            }
        }

        await File.WriteAllBytesAsync(workspace.StorageReady, [], cancellationToken);
    }

    private IEnumerable<Child> Children() => new[] { Storage?.Process, _host }.OfType<Child>();

    private void TellOthers() => new ServerState(Environment.ProcessId, port, serving).Write(workspace.ServerState);

    private ChildCommand HostCommand(string connectionString) => new(
        "the host",
        [
            "dotnet", workspace.HostAssembly, workspace.AppFolder,
            "--port", port.ToString(CultureInfo.InvariantCulture),
            "--secrets", workspace.Secrets,
            "--settings", workspace.LocalSettings,
            "--storage-ready-file", workspace.StorageReady,
        ],
        new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = connectionString,
            // A killed process would leave its diagnostic sockets in the temp folder.
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_TC_CallCountingDelayMs"] = TieringDelayMs,
        },
        workspace.Root,
        workspace.Log("host"));

    private static async Task<Health> ReadyAsync(AudioFunctionsClient client, Child host, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        long? unhealthySince = null;
        while (true)
        {
            // The host accepts connections before it is ready, so one request waits for the whole start.
            var health = await client.GetHealthAsync(StartTimeout, cancellationToken);
            if (health is { IsReady: true })
                return health;
            if (host.HasExited)
                throw host.Died(duringWork: false);

            unhealthySince = health is null ? null : unhealthySince ?? Stopwatch.GetTimestamp();
            if (unhealthySince is { } since && Stopwatch.GetElapsedTime(since) > UnhealthyTimeout)
                throw new RunException($"The app runs but is not ready: {health!.Body}");
            if (Stopwatch.GetElapsedTime(start) > StartTimeout)
                throw new RunException($"The app has not responded in {StartTimeout.TotalSeconds:0} seconds: see {Workspace.DisplayPath(host.LogPath)}.");
            await Task.Delay(PollInterval, cancellationToken);
        }
    }
}
