using System.Diagnostics;
using AudioFunctions.Testing;

namespace AudioFunctions.Cli.Tests.Setup;

/// <summary>
/// The checkout's scripts in a temporary folder (with a space in its name), and a PATH on which every program that would install or build
/// only records its call.
/// </summary>
internal sealed class ShellCheckout : IDisposable
{
    /// <summary>The shell code of an <c>npm</c> that installs the storage emulator, and a type checker that finds no errors.</summary>
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
        ".config/dotnet-tools.json", "Directory.Build.props", "global.json", "host.json",
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
        Program("sox", "");
        Program("shellcheck", "");
    }

    public string Root => Path.Combine(_folder, "checkout");

    private string Bin => Path.Combine(_folder, "bin");

    private string Journal => Path.Combine(_folder, "calls");

    /// <summary>Puts a program on the PATH that records its call and then runs some shell code.</summary>
    public void Program(string name, string body)
    {
        // A shell writes the file: a program can't be started while this process, or a child forked meanwhile, has it open for writing.
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

    /// <summary>Runs <c>run.sh</c>. The result contains the calls of this run, with <c>~</c> in place of the checkout's folder.</summary>
    public Task<ShellRun> RunAsync(params string[] arguments) => ShellAsync([Path.Combine(Root, "run.sh"), .. arguments]);

    public async Task<ShellRun> ShellAsync(params string[] arguments)
    {
        File.WriteAllText(Journal, "");
        // If a shell runs the tests in the background, they inherit an ignored SIGINT, and under nohup an ignored SIGHUP; a command in a terminal doesn't.
        string[] command = ["--default-signal=INT,HUP", Path.Combine(Bin, "bash"), .. arguments];
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
