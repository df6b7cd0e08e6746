using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Testing.Storage;

/// <summary>A real Azurite of the test's own, on free ports and in a folder that goes with it. Can be stopped, killed and started again.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Of blobs, queues and tables.</summary>
    private readonly int[] _ports = [ServerPorts.Next(), ServerPorts.Next(), ServerPorts.Next()];

    private Process? _process;

    private AzuriteServer()
    {
    }

    /// <summary>Azurite's well-known development account; public by design.</summary>
    public static string AccountName => "devstoreaccount1";

    /// <summary>Azurite's well-known development key; public by design.</summary>
    public static string AccountKey => "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The folder of its data.</summary>
    public string Location { get; } = Directory.CreateTempSubdirectory("af-azurite-").FullName;

    public Uri BlobEndpoint => new($"http://127.0.0.1:{_ports[0]}/{AccountName}");

    public Uri QueueEndpoint => new($"http://127.0.0.1:{_ports[1]}/{AccountName}");

    public Uri TableEndpoint => new($"http://127.0.0.1:{_ports[2]}/{AccountName}");

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
        + $"BlobEndpoint={BlobEndpoint};QueueEndpoint={QueueEndpoint};TableEndpoint={TableEndpoint};";

    public static async Task<AzuriteServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var server = new AzuriteServer();
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it (again) on the same ports with the same data; returns when all three services listen.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in Arguments())
        {
            start.ArgumentList.Add(argument);
        }

        // Node 22 and later cache compiled code there; Node 20 ignores it.
        start.Environment["NODE_COMPILE_CACHE"] = Path.Combine(Repository.Root, ".local", "node-cache");

        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        var errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        await ListenAsync(_process.StandardOutput, errors, cancellationToken);
    }

    /// <summary>Asks Azurite to stop, which writes its state to disk, and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
            return;

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var maxWait = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(maxWait.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(Location, recursive: true);
    }

    private string[] Arguments() =>
    [
        Path.Combine(Repository.Root, "node_modules", "azurite", "dist", "src", "azurite.js"),
        "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", Location,
        "--blobHost", "127.0.0.1", "--blobPort", $"{_ports[0]}",
        "--queueHost", "127.0.0.1", "--queuePort", $"{_ports[1]}",
        "--tableHost", "127.0.0.1", "--tablePort", $"{_ports[2]}",
    ];

    /// <summary>Azurite says of one service after the other that it listens.</summary>
    private async Task ListenAsync(StreamReader output, Task<string> errors, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        for (var listening = 0; listening < _ports.Length;)
        {
            var line = await output.ReadLineAsync(timeout.Token) ?? throw new InvalidOperationException($"Azurite ended: {await errors}");
            if (line.Contains("service is successfully listening", StringComparison.Ordinal))
                listening++;
        }

        // Read on: a full pipe would stop it.
        _ = output.ReadToEndAsync(CancellationToken.None);
    }
}
