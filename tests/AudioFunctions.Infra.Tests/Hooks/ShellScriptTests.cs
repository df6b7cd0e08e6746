using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Hooks;

public sealed class ShellScriptTests
{
    [Fact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        string[] scripts = ["run.sh", "test.sh", ".ci/run", .. Scripts("build"), .. Scripts("infra/hooks"), .. Scripts("benchmarks")];

        var run = await ToolRun.StartAsync(
            "shellcheck", ["--external-sources", $"--source-path={Repository.Root}", .. scripts.Select(script => Path.Combine(Repository.Root, script))]);

        Assert.Equal((0, "", ""), (run.ExitCode, run.Output, run.Messages));
    }

    private static IEnumerable<string> Scripts(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.sh");
}
