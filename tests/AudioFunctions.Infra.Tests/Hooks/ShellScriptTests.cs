using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Hooks;

public sealed class ShellScriptTests
{
    private static readonly bool HasShellCheck =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "shellcheck")));

    [ShellCheckFact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        string[] scripts = ["run.sh", "test.sh", ".ci/run", .. Scripts("build"), .. Scripts("infra/hooks"), .. Scripts("benchmarks")];

        var run = await ToolRun.StartAsync(
            "shellcheck", ["--external-sources", $"--source-path={Repository.Root}", .. scripts.Select(script => Path.Combine(Repository.Root, script))]);

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Messages));
    }

    private static IEnumerable<string> Scripts(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.sh");

    /// <summary>Skipped, and shown as such, on a machine without the program: nothing is fetched for a test.</summary>
    private sealed class ShellCheckFactAttribute : FactAttribute
    {
        public ShellCheckFactAttribute() => Skip = HasShellCheck ? null : "shellcheck is not installed (apt-get install shellcheck)";
    }
}
