using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Workflows;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, ".github", "workflows")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>A tag can be moved to other code; a commit can't.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_pinned_to_a_commit_and_name_its_version(string file)
    {
        var uses = Lines(file).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses.Where(line => !line.EndsWith("uses: ./.github/workflows/ci.yml", StringComparison.Ordinal)), line => Assert.Matches(PinnedAction(), line));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_job_may_read_the_code_and_only_what_it_names_beyond_that(string file)
    {
        var lines = Lines(file);

        Assert.Equal("  contents: read", lines[Array.IndexOf(lines, "permissions:") + 1]);
        Assert.DoesNotContain(lines, line => line.Contains("contents: write", StringComparison.Ordinal) || line.Contains("pull_request_target", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("secrets.", StringComparison.Ordinal));
    }

    [Fact]
    public void Continuous_integration_runs_what_a_developer_runs()
    {
        Assert.Contains(Lines("ci.yml"), line => line.TrimStart() == "- run: ./.ci/run");
    }

    [Fact]
    public void What_does_not_pass_is_not_deployed()
    {
        var lines = Lines("deploy.yml");

        Assert.Equal("    uses: ./.github/workflows/ci.yml", lines[Array.IndexOf(lines, "  ci:") + 1]);
        Assert.Equal("    needs: ci", lines[Array.IndexOf(lines, "  deploy:") + 1]);
        Assert.Contains("  workflow_call:", Lines("ci.yml"));
    }

    /// <summary>A choice that the workflow forgets would be set back to its default by the next tag.</summary>
    [Fact]
    public void A_deployment_passes_on_every_choice_of_the_template()
    {
        var choices = Choice().Matches(File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.parameters.json"))).Select(match => match.Groups["name"].Value);
        var passed = Lines("deploy.yml").Select(line => line.Trim().Split(':')[0]).ToHashSet();

        // The key stays in the vault, and the image is what this deploys; azd itself knows who deploys and whether the app is there.
        Assert.Equal(["ELEVENLABS_API_KEY", "IMAGE_NAME", "SERVICE_API_RESOURCE_EXISTS", "AZURE_PRINCIPAL_ID"], choices.Where(name => !passed.Contains(name)));
    }

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, ".github", "workflows", file));

    [GeneratedRegex(@"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"\$\{(?<name>\w+)")]
    private static partial Regex Choice();
}
