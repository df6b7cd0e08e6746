using System.Diagnostics;
using System.Globalization;

namespace AudioFunctions.Cli.Supervision;

/// <summary>
/// Processes of a run that was killed: host, worker and Azurite. The kernel has asked them to stop; until they have, they hold the ports and
/// Azurite's files.
/// </summary>
internal static class OrphanedProcesses
{
    /// <summary>Inherited by every process of a run; holds the run's process id.</summary>
    public const string RunVariable = "AUDIOFUNCTIONS_RUN";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Only the holder of the server lock may do this: any run that the state still names is dead then.</summary>
    public static async Task ClearAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        if (ServerState.Read(workspace.ServerState) is not { } state)
            return;

        // In the order of a proper stop: what writes to storage goes before storage.
        foreach (var program in new[] { workspace.HostAssembly, workspace.AppAssembly, workspace.AzuriteScript })
        {
            foreach (var id in ProcessIds().Where(id => Runs(id, program) && BelongsTo(id, state.ProcessId)))
            {
                await ClearAsync(id, cancellationToken);
            }
        }
    }

    private static async Task ClearAsync(int processId, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            // Gone meanwhile.
            return;
        }

        using (process)
        {
            Signals.Send(processId, Signals.Terminate);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Timeout);
            try
            {
                await process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(cancellationToken);
            }
        }
    }

    private static List<int> ProcessIds() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(IdOf).OfType<int>()];

    private static int? IdOf(string? name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static bool Runs(int processId, string program) => Entries(processId, "cmdline").Contains(program);

    // The same programs may have been started by hand, for example with Core Tools; those aren't ours to stop.
    private static bool BelongsTo(int processId, int run) => Entries(processId, "environ").Contains($"{RunVariable}={run}");

    private static string[] Entries(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return [];
        }
    }
}
