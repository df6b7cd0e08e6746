namespace AudioFunctions.Cli.Supervision;

/// <summary>How to start a child of this command.</summary>
/// <param name="Name">As messages call it: "Azurite", "the host".</param>
/// <param name="LogPath">Receives all it prints; emptied at each start.</param>
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
    /// The command line with what keeps the child in order. A session of its own, so that Ctrl-C in the terminal reaches this command only and
    /// the children stop one after the other; the stop signal from the kernel should this command be killed; a file for what it prints, since
    /// a pipe would break with its reader. All three replace themselves by the next: the process id stays the same.
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
