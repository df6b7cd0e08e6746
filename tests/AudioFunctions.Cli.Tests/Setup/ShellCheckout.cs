using System.Diagnostics;
using AudioFunctions.Testing;

namespace AudioFunctions.Cli.Tests.Setup;

/// <summary>
/// The scripts of the checkout in a folder of the test's own (with a space in its name), and a PATH on which every program that would install
/// or build only writes down that it was called.
/// </summary>
internal sealed class ShellCheckout : IDisposable
{
    /// <summary>What an <c>npm</c> does that installs the storage emulator, and a checker of types that finds nothing wrong.</summary>
    public const string InstallingNpm = """
        mkdir -p "$ROOT/node_modules/azurite" "$ROOT/node_modules/.bin" && touch "$ROOT/node_modules/.package-lock.json"
        echo '#!/bin/bash' >"$ROOT/node_modules/.bin/tsc" && chmod +x "$ROOT/node_modules/.bin/tsc"
        """;

    private static readonly string[] Tools =
    [
        "awk", "basename", "bash", "cat", "chmod", "cmp", "cp", "df", "dirname", "env", "find", "flock", "grep", "mkdir", "mv", "rm", "sed", "sleep", "tail", "touch",
    ];

    private static readonly string[] Files =
    [
        "run.sh", "test.sh", ".ci/run", "build/setup.sh", "build/results.sh", "build/commits.sh", "src/AudioFunctions.Cli/Arguments/usage.txt", "package.json", "package-lock.json",
        "Directory.Build.props", "global.json", "host.json",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("af setup ").FullName;

    public ShellCheckout()
    {
        Directory.CreateDirectory(Bin);
        foreach (var tool in Tools)
        {
            File.CreateSymbolicLink(Path.Combine(Bin, tool), Find(tool));
        }

        foreach (var file in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, file))!);
            // Keeps the mode: the scripts call each other.
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(Root, file));
        }

        Program("dotnet", """
            case $1 in
              --version) echo 10.0.100 ;;
              build) for name in AudioFunctions.LocalHost AudioFunctions.Cli; do
                mkdir -p "$ROOT/artifacts/bin/$name/release" && touch "$ROOT/artifacts/bin/$name/release/$name.dll"
              done ;;
              publish) mkdir -p "$ROOT/artifacts/publish/AudioFunctions/release" && touch "$ROOT/artifacts/publish/AudioFunctions/release/functions.metadata" ;;
            esac
            """);
        Program("npm", InstallingNpm);
        Program("node", "echo 20");
        Program("ffmpeg", "");
        Program("ffprobe", "");
        Program("espeak-ng", "");
        Program("chromium", "");
    }

    public string Root => Path.Combine(_folder, "checkout");

    private string Bin => Path.Combine(_folder, "bin");

    private string Journal => Path.Combine(_folder, "calls");

    /// <summary>Puts a program on the PATH that writes down its call and then runs some shell.</summary>
    public void Program(string name, string body)
    {
        // A shell writes it: a program that this process, or a child forked meanwhile, holds open for writing could not be started.
        using var writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat >\"$0\" && chmod +x \"$0\"", Path.Combine(Bin, name)])
        {
            RedirectStandardInput = true,
        })!;
        writer.StandardInput.Write($"#!/bin/bash\necho \"{name} $*\" >>\"$JOURNAL\"\n{body}\n");
        writer.StandardInput.Close();
        writer.WaitForExit();
    }

    public void Remove(string program) => File.Delete(Path.Combine(Bin, program));

    public void Write(string file, string content)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Runs <c>run.sh</c>; the calls are those of this run, with the checkout's folder shown as <c>~</c>.</summary>
    public Task<ShellRun> RunAsync(params string[] arguments) => ShellAsync([Path.Combine(Root, "run.sh"), .. arguments]);

    public async Task<ShellRun> ShellAsync(params string[] arguments)
    {
        File.WriteAllText(Journal, "");
        // Tests that run in the background of a shell inherit an ignored SIGINT; a terminal's user does not.
        string[] command = ["--default-signal=INT", Path.Combine(Bin, "bash"), .. arguments];
        var start = new ProcessStartInfo(Path.Combine(Bin, "env"), command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Bin;
        start.Environment["JOURNAL"] = Journal;
        start.Environment["ROOT"] = Root;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var calls = File.ReadAllLines(Journal).Select(line => line.Replace(Root, "~", StringComparison.Ordinal));
        return new ShellRun(process.ExitCode, await output, await errors, [.. calls]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Find(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}

internal sealed record ShellRun(int ExitCode, string Output, string Errors, IReadOnlyList<string> Calls);
