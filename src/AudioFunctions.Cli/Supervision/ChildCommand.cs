namespace AudioFunctions.Cli.Supervision;

/// <summary>How to start a child of this command.</summary>
/// <param name="Name">Its name in messages: "Azurite", "the host".</param>
/// <param name="LogPath">The file for its output, emptied at each start.</param>
public sealed record ChildCommand(
    string Name,
    IReadOnlyList<string> CommandLine,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string LogPath)
{
    private static readonly string? SetSid = Find("setsid");
    private static readonly string? SetPriv = Find("setpriv");

    /// <summary>
    /// The command line with wrappers: one for a separate session, so that Ctrl-C in the terminal reaches only this command, which stops the
    /// children one after the other; one for a stop signal from the kernel if this command is killed; one that redirects output to a file,
    /// because a pipe would break with its reader. Each wrapper replaces itself with the next (exec), so the process id stays the same.
    /// </summary>
    internal IEnumerable<string> Wrapped()
    {
        string[] shell = ["/bin/sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", LogPath];
        string[] session = SetSid is null ? [] : [SetSid];
        string[] deathSignal = SetPriv is null ? [] : [SetPriv, "--pdeathsig", "TERM", "--"];
        return [.. shell, .. session, .. deathSignal, .. CommandLine];
    }

    private static string? Find(string program) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
