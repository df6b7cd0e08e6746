using System.Diagnostics;
using AudioFunctions.Testing;

namespace AudioFunctions.Cli.Tests.Setup;

/// <summary>What <c>.ci/run</c> refuses in the messages of commits and in tracked files.</summary>
public sealed class CommitsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("af commits ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Fix race in blob trigger test")]
    [InlineData("Serve GET /api/metrics; see docs/work/flow.md")]
    [InlineData("A subject of exactly seventy-two characters is the longest that may land")]
    public async Task Good_messages_pass(string message) => Assert.Equal((0, ""), await CheckCommitsAsync($"git commit -q --allow-empty -m '{message}'"));

    [Theory]
    [InlineData("A subject of seventy-three characters is one longer than any that may land", "over 72 characters: ")]
    [InlineData("fixup! Fix race in blob trigger test", "to be squashed: ")]
    [InlineData("Fix race\n\nSeen in /work/main.", "names a folder of a machine: ")]
    public async Task A_bad_message_is_reported(string message, string problem)
    {
        var (exitCode, output) = await CheckCommitsAsync($"git commit -q --allow-empty -m '{message}'");

        Assert.Equal(1, exitCode);
        Assert.StartsWith(problem, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dependabot_may_name_long_packages() => Assert.Equal((0, ""), await CheckCommitsAsync(
        "git commit -q --allow-empty --author 'dependabot[bot] <b@example.org>' "
        + "-m 'Bump OpenTelemetry.Exporter.Prometheus.AspNetCore from 1.12.0-beta.1 to 1.13.1-beta.1'"));

    [Fact]
    public async Task A_merge_is_reported()
    {
        var (exitCode, output) = await CheckCommitsAsync(
            "git checkout -q -b side; git commit -q --allow-empty -m one; git checkout -q -; git commit -q --allow-empty -m two; git merge -q -m three side");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("merge commit: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cd /work/main", 1)]
    [InlineData("see api/work/flow and home/work/", 0)]
    public async Task A_machine_path_in_a_tracked_file_is_reported(string content, int exitCode)
    {
        var (result, output) = await ShellAsync($"{NewRepository}; echo '{content}' >notes.txt; git add .; check_paths");

        Assert.Equal((exitCode, exitCode == 0 ? "" : $"notes.txt:1:{content}\n"), (result, output));
    }

    [Fact]
    public async Task A_folder_without_history_has_nothing_to_check() =>
        Assert.Equal((0, "no git history here\n"), await ShellAsync("export GIT_CEILING_DIRECTORIES=$(dirname \"$PWD\"); check_commits"));

    private const string NewRepository =
        "git init -q; git config user.name t; git config user.email t@example.org; git commit -q --allow-empty -m 'Start'; rules_since=$(git rev-parse HEAD)";

    private Task<(int ExitCode, string Output)> CheckCommitsAsync(string commands) => ShellAsync($"{NewRepository}; {commands}; check_commits");

    private async Task<(int ExitCode, string Output)> ShellAsync(string commands)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"source '{Repository.Root}/build/commits.sh'; {commands}"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output);
    }
}
