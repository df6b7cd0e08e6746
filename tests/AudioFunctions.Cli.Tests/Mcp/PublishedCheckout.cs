using System.Diagnostics;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Cli.Tests.Mcp;

/// <summary>A temporary checkout with the published app, which speaks with the offline voice.</summary>
internal sealed class PublishedCheckout : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("af mcp ").FullName;
    private readonly int _port = ServerPorts.Next();

    public PublishedCheckout()
    {
        Repository.RequireApp();
        foreach (var folder in new[] { "artifacts", "node_modules" })
            File.CreateSymbolicLink(Path.Combine(_root, folder), Path.Combine(Repository.Root, folder));
    }

    /// <summary>The command line that <c>run.sh</c> uses.</summary>
    public string[] Arguments => ArgumentsOf("--mcp");

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        [Workspace.RootVariable] = _root,
        ["Speech__Provider"] = "offline",
    };

    public Process Start() => StartWith("--mcp");

    /// <summary>A normal run that produces a script, without agents.</summary>
    public Process StartProducing(string script)
    {
        var path = Path.Combine(_root, "script.els");
        File.WriteAllText(path, script);
        return StartWith(path);
    }

    /// <summary>Waits until all processes of the checkout have ended.</summary>
    public async Task AllProcessesEndAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Directory.EnumerateDirectories("/proc").Any(IsOfCheckout))
            await Task.Delay(50, timeout.Token);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string[] ArgumentsOf(string argument) =>
        [Path.Combine(Repository.Root, "artifacts", "bin", "AudioFunctions.Cli", "release", "AudioFunctions.Cli.dll"), argument, "--port", $"{_port}"];

    private Process StartWith(string argument)
    {
        // If a shell runs the tests in the background, they inherit an ignored SIGINT, and under nohup an ignored SIGHUP; an agent's client doesn't.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP", "dotnet", .. ArgumentsOf(argument)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _root,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private bool IsOfCheckout(string process)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _)
                && File.ReadAllText(Path.Combine(process, "cmdline")).Contains(_root, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The process ended after it was listed.
            return false;
        }
    }
}
