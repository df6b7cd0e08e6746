using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Supervision;

/// <summary>Storage and app as this run has started them.</summary>
public sealed class OwnServer(Workspace workspace, ServerLock held, int port, bool serving) : IAsyncDisposable
{
    /// <summary>A cold machine under load takes seconds; a minute means that something hangs.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private const int MaxStorageAttempts = 3;

    private static readonly TimeSpan UnhealthyPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LogCheckInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private Child? _app;

    public Uri Address => AddressOf(port);

    public Storage? Storage { get; private set; }

    public static Uri AddressOf(int port) => new($"http://127.0.0.1:{port}/");

    /// <summary>Returns when the app answers and the client has its key.</summary>
    public async Task<Health> StartAsync(AudioFunctionsClient client, CancellationToken cancellationToken)
    {
        if (!File.Exists(workspace.AppAssembly))
            throw new RunException($"The app is not built ({Workspace.Shown(workspace.AppAssembly)} is missing): start with ./run.sh.");

        TellOthers();
        await StartSideBySideAsync(cancellationToken);
        var health = await ReadyAsync(client, _app!, cancellationToken);
        client.UseKey(FunctionKey.Read(workspace)
            ?? throw new RunException($"The app has not written its keys to {Workspace.Shown(workspace.Secrets)}: delete that folder and start again."));
        return health;
    }

    /// <summary>Ends, with what to say, when storage or app end without being asked to. Keeps their logs short meanwhile.</summary>
    public async Task<RunException> DiedAsync(CancellationToken cancellationToken)
    {
        var children = Children().ToList();
        while (true)
        {
            var tick = Task.Delay(LogCheckInterval, cancellationToken);
            var ended = await Task.WhenAny([tick, .. children.Select(c => c.Exited)]);
            cancellationToken.ThrowIfCancellationRequested();
            if (ended != tick)
                return children.First(c => c.HasExited).Died();
            children.ForEach(c => ChildLog.Cap(c.LogPath));
        }
    }

    /// <summary>The app first: it may still write. Then storage, which puts its state to disk.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var child in Children().Reverse())
        {
            await child.StopAsync(StopPatience);
            await child.DisposeAsync();
        }

        File.Delete(workspace.ServerState);
        held.Dispose();
    }

    /// <summary>Storage and app take about as long to start; the app touches no storage until it is told that it listens.</summary>
    private async Task StartSideBySideAsync(CancellationToken cancellationToken)
    {
        File.Delete(workspace.StorageReady);
        for (var attempt = 1; ; attempt++)
        {
            Storage = Storage.Start(workspace);
            _app = Child.Start(AppCommand(Storage.ConnectionString));
            TellOthers();
            try
            {
                await Storage.ListensAsync(StartPatience, cancellationToken);
                break;
            }
            catch (RunException) when (Storage.HasLostItsPort && attempt < MaxStorageAttempts)
            {
                await _app.DisposeAsync();
                await Storage.Process.DisposeAsync();
            }
        }

        await File.WriteAllBytesAsync(workspace.StorageReady, [], cancellationToken);
    }

    private IEnumerable<Child> Children() => new[] { Storage?.Process, _app }.OfType<Child>();

    private void TellOthers() =>
        new ServerState(Environment.ProcessId, port, serving, [.. Children().Select(c => c.ProcessId)]).Write(workspace.ServerState);

    private ChildCommand AppCommand(string connectionString) => new(
        "the app",
        ["dotnet", workspace.AppAssembly],
        new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["LocalRuntime__Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["LocalRuntime__SecretsPath"] = workspace.Secrets,
            ["LocalRuntime__StorageReadyFile"] = workspace.StorageReady,
            // A process that is killed leaves its diagnostic sockets in the temp folder for ever.
            ["DOTNET_EnableDiagnostics"] = "0",
        },
        workspace.Root,
        workspace.Log("app"));

    private static async Task<Health> ReadyAsync(AudioFunctionsClient client, Child app, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        long? unhealthySince = null;
        while (true)
        {
            var health = await client.GetHealthAsync(cancellationToken);
            if (health is { IsReady: true })
                return health;
            if (app.HasExited)
                throw app.Died();

            unhealthySince = health is null ? null : unhealthySince ?? Stopwatch.GetTimestamp();
            if (unhealthySince is { } since && Stopwatch.GetElapsedTime(since) > UnhealthyPatience)
                throw new RunException($"The app runs but is not ready to work. It says: {health!.Body}");
            if (Stopwatch.GetElapsedTime(start) > StartPatience)
                throw new RunException($"The app has not answered in {StartPatience.TotalSeconds:0} seconds: see {Workspace.Shown(app.LogPath)}.");
            await Task.Delay(PollInterval, cancellationToken);
        }
    }
}
