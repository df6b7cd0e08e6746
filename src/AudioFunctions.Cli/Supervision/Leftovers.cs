using System.Diagnostics;

namespace AudioFunctions.Cli.Supervision;

/// <summary>Children of a run that was killed. The kernel has asked them to stop; until they have, they hold the ports and Azurite's files.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task ClearAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var children = ServerState.Read(workspace.ServerState)?.Children ?? [];
        foreach (var child in children.Where(id => IsOurs(id, workspace)))
        {
            await ClearAsync(child, cancellationToken);
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
            timeout.CancelAfter(Patience);
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

    // Process ids are used again; the command line tells whether this one still is what was started.
    private static bool IsOurs(int processId, Workspace workspace)
    {
        try
        {
            var commandLine = File.ReadAllText($"/proc/{processId}/cmdline");
            return commandLine.Contains(workspace.AzuriteScript, StringComparison.Ordinal)
                || commandLine.Contains(workspace.AppAssembly, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
