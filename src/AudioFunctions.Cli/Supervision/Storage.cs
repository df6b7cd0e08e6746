namespace AudioFunctions.Cli.Supervision;

/// <summary>Azurite, the storage emulator, and how to reach it.</summary>
public sealed class Storage
{
    /// <summary>Azurite's development account and key: the same everywhere, public by design.</summary>
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly int[] DefaultPorts = [10000, 10001, 10002];

    private Storage(Child process, int[] ports)
    {
        Process = process;
        Ports = ports;
    }

    public Child Process { get; }

    /// <summary>Blob, queue and table, in this order; the order in which Azurite opens them.</summary>
    public IReadOnlyList<int> Ports { get; }

    public string BlobAddress => Address(0);

    public string QueueAddress => Address(1);

    public string TableAddress => Address(2);

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint={BlobAddress};QueueEndpoint={QueueAddress};TableEndpoint={TableAddress};";

    public static Storage Start(Workspace workspace)
    {
        if (!File.Exists(workspace.AzuriteScript))
            throw new RunException($"Azurite is not installed in {workspace.Root}: start with ./run.sh, or run 'npm ci' there.");

        var ports = Supervision.Ports.FreeOrOthers(DefaultPorts);
        Directory.CreateDirectory(workspace.AzuriteData);
        var command = new ChildCommand(
            "Azurite",
            CommandLine(workspace, ports),
            // Node 22 and later keep compiled code there; Node 20 ignores it.
            new Dictionary<string, string> { ["NODE_COMPILE_CACHE"] = Path.Combine(workspace.Local, "node-cache") },
            workspace.Root,
            workspace.Log("azurite"),
            Signals.Interrupt);
        return new Storage(Child.Start(command), ports);
    }

    public async Task AcceptsAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            foreach (var port in Ports.Reverse())
            {
                while (!await Supervision.Ports.AcceptsAsync(port, timeout.Token))
                {
                    if (Process.HasExited)
                        throw Process.Died();
                    await Task.Delay(TimeSpan.FromMilliseconds(10), timeout.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunException($"Azurite has not opened its ports in {patience.TotalSeconds:0} seconds: see {Workspace.Shown(Process.LogPath)}.");
        }
    }

    private static IReadOnlyList<string> CommandLine(Workspace workspace, int[] ports) =>
    [
        "node", workspace.AzuriteScript, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", workspace.AzuriteData,
        "--blobHost", "127.0.0.1", "--blobPort", $"{ports[0]}",
        "--queueHost", "127.0.0.1", "--queuePort", $"{ports[1]}",
        "--tableHost", "127.0.0.1", "--tablePort", $"{ports[2]}",
    ];

    private string Address(int service) => $"http://127.0.0.1:{Ports[service]}/{Account}";
}
