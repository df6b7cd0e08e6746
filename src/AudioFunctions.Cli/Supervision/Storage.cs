using System.Diagnostics;

namespace AudioFunctions.Cli.Supervision;

/// <summary>Azurite, the storage emulator, and how to reach it.</summary>
public sealed class Storage
{
    /// <summary>Azurite's development account and key, which are public and the same everywhere.</summary>
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly int[] DefaultPorts = [10000, 10001, 10002];
    private static readonly TimeSpan LogInterval = TimeSpan.FromMilliseconds(10);

    private Storage(Child process, int[] ports)
    {
        Process = process;
        Ports = ports;
    }

    public Child Process { get; }

    /// <summary>Blob, queue and table, in this order.</summary>
    public IReadOnlyList<int> Ports { get; }

    public string BlobAddress => Address(0);

    public string QueueAddress => Address(1);

    public string TableAddress => Address(2);

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint={BlobAddress};QueueEndpoint={QueueAddress};TableEndpoint={TableAddress};";

    /// <summary>Whether another program took a port between the check and Azurite's start.</summary>
    public bool HasLostItsPort => Process.HasExited && ChildLog.Read(Process.LogPath).Contains("EADDRINUSE", StringComparison.Ordinal);

    /// <summary>Returns as soon as the process runs; see <see cref="ListensAsync"/>.</summary>
    public static Storage Start(Workspace workspace)
    {
        if (!File.Exists(workspace.AzuriteScript))
            throw new RunException($"Azurite is not installed in {workspace.Root}: start with ./run.sh, or run 'npm ci' there.");

        Directory.CreateDirectory(workspace.AzuriteData);
        var ports = Supervision.Ports.FreeOrOthers(DefaultPorts);
        var command = new ChildCommand(
            "Azurite",
            CommandLine(workspace, ports),
            // Node 22 and later cache compiled code there; Node 20 ignores it.
            new Dictionary<string, string> { ["NODE_COMPILE_CACHE"] = Path.Combine(workspace.Local, "node-cache") },
            workspace.Root,
            workspace.Log("azurite"));
        return new Storage(Child.Start(command), ports);
    }

    /// <summary>
    /// Returns when all three services listen, according to Azurite's log. An open port isn't enough: it could belong to another Azurite that
    /// started at the same moment, with other data.
    /// </summary>
    public async Task ListensAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!HasOpenedAll())
        {
            if (Process.HasExited)
                throw Process.Died(duringWork: false);
            if (Stopwatch.GetElapsedTime(start) > timeout)
                throw new RunException($"Azurite has not opened its ports in {timeout.TotalSeconds:0} seconds: see {Workspace.DisplayPath(Process.LogPath)}.");
            await Task.Delay(LogInterval, cancellationToken);
        }
    }

    private bool HasOpenedAll() => ChildLog.Read(Process.LogPath).Split("successfully listening").Length > Ports.Count;

    private static IReadOnlyList<string> CommandLine(Workspace workspace, int[] ports) =>
    [
        "node", workspace.AzuriteScript, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", workspace.AzuriteData,
        "--blobHost", "127.0.0.1", "--blobPort", $"{ports[0]}",
        "--queueHost", "127.0.0.1", "--queuePort", $"{ports[1]}",
        "--tableHost", "127.0.0.1", "--tablePort", $"{ports[2]}",
    ];

    private string Address(int service) => $"http://127.0.0.1:{Ports[service]}/{Account}";
}
