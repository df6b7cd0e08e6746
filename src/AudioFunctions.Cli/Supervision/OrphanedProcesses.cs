using System.Diagnostics;
using System.Globalization;

namespace AudioFunctions.Cli.Supervision;

/// <summary>
/// Processes of a killed run: host, worker and Azurite. The kernel has asked them to stop; until they end, they use the ports and Azurite's
/// files.
/// </summary>
internal static class OrphanedProcesses
{
    /// <summary>An environment variable with the run's process id, which every process of a run inherits.</summary>
    public const string RunVariable = "AUDIOFUNCTIONS_RUN";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>Call it only while holding the server lock: then the run that the state names is dead.</summary>
    public static async Task ClearAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        if (ServerState.Read(workspace.ServerState) is not { } state)
            return;

        // In the order of a normal stop: processes that write to storage end before storage.
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
            // It has ended in the meantime.
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

    // Don't stop the same programs if they were started otherwise, for example by Core Tools.
    private static bool BelongsTo(int processId, int run) => Entries(processId, "environ").Contains($"{RunVariable}={run}");

    private static string[] Entries(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{file}").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended in the meantime, or belongs to another user.
            return [];
        }
    }
}
