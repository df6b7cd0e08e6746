using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Cli.Tests.Running;

/// <summary>A temporary checkout, in a folder with a space in its name, with the real Azurite, and the fake in place of host and app.</summary>
public sealed class Checkout : IDisposable
{
    public const string TwoBeats = """
        [META]
        video_title: Two: beats
        [BEAT: 01_hook]
        [END_BEAT]
        [BEAT: 02_end]
        [END_BEAT]
        """;

    public Checkout()
    {
        Root = Directory.CreateTempSubdirectory("af cli ").FullName;
        File.CreateSymbolicLink(Path.Combine(Root, "node_modules"), Path.Combine(Repository.Root, "node_modules"));
        PlaceFake(Workspace.HostAssembly);
        PlaceFake(Workspace.AppAssembly);
        Port = ServerPorts.Next();
    }

    public string Root { get; }

    /// <summary>The app's port, which was free when the checkout was created.</summary>
    public int Port { get; }

    public Workspace Workspace => new(Root);

    /// <summary>The sessions of the fake app.</summary>
    public int SessionCount => Directory.GetDirectories(Path.Combine(Root, "fake")).Length;

    private static string TestAssembly => Path.GetFileName(typeof(Checkout).Assembly.Location);

    public string WriteScript(string content, string name = "script.els")
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Names of the files in a folder of the checkout, in order; empty if there is no folder.</summary>
    public IReadOnlyList<string?> FilesIn(string folder) => Path.Combine(Root, folder) is var path && Directory.Exists(path)
        ? [.. Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal)]
        : [];

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public string ProjectOfOnlySession() => File.ReadAllText(Path.Combine(Directory.GetDirectories(Path.Combine(Root, "fake")).Single(), "project"));

    public async Task HasStartedStorageAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Processes().Any(p => p.Contains("azurite.js", StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), timeout.Token);
        }
    }

    /// <summary>Waits, because a process that starts another one is there twice for a moment.</summary>
    public async Task HasProcessesAsync(int count)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Processes() is var processes && processes.Count != count)
        {
            Assert.False(timeout.IsCancellationRequested, string.Join('\n', processes));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    public Command Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts the command on the checkout's port.</summary>
    public Command Start((string Name, string Value)[] environment, params string[] arguments) =>
        Command.Start(this, environment, [.. arguments, "--port", $"{Port}"]);

    /// <summary>The processes of this checkout, without the test's own.</summary>
    public IReadOnlyList<string> Processes() =>
    [
        .. ProcessIds().Where(id => id != Environment.ProcessId).Select(CommandLineOf).Where(line => line.Contains(Root, StringComparison.Ordinal)),
    ];

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>The notes with this name that the fake app has written for its sessions.</summary>
    public IReadOnlyList<string?> SessionFiles(string name) =>
        [.. Directory.GetFiles(Path.Combine(Root, "fake"), name, SearchOption.AllDirectories).Select(Path.GetFileName)];

    private static void PlaceFake(string assembly)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(assembly)!).FullName;
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
        {
            var name = Path.GetFileName(file);
            File.CreateSymbolicLink(name == TestAssembly ? assembly : Path.Combine(folder, name), file);
        }

        File.Copy(
            Path.Combine(AppContext.BaseDirectory, Path.ChangeExtension(TestAssembly, ".runtimeconfig.json")),
            Path.ChangeExtension(assembly, ".runtimeconfig.json"));
    }

    private static IEnumerable<int> ProcessIds() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!);

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            // The process ended after it was listed.
            return "";
        }
    }
}
