using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Documents;

/// <summary>What docs/operations.md and docs/deploy.md name is there.</summary>
public sealed partial class OperationsTests
{
    private static readonly string Operations = Read("docs", "operations.md");
    private static readonly string Deploy = Read("docs", "deploy.md");

    private static readonly string Source = string.Concat(
        new[] { "AudioFunctions", "AudioFunctions.Core" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText));

    [Fact]
    public void Every_code_of_a_beat_is_one_that_the_code_has()
    {
        var table = Operations[Operations.IndexOf("## A beat fails", StringComparison.Ordinal)..Operations.IndexOf("## The hub is stuck", StringComparison.Ordinal)];

        var codes = ErrorCode().Matches(table).Select(match => match.Groups["code"].Value).Distinct().ToList();

        Assert.True(codes.Count > 10, "hardly any code was found");
        Assert.All(codes, code => Assert.Contains($"\"{code}\"", Source, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_choice_is_described_with_its_default()
    {
        var choices = Choice().Matches(Read("infra", "main.parameters.json")).Where(match => !match.Groups["name"].Value.StartsWith("AZURE_", StringComparison.Ordinal))
            .Select(match => (match.Groups["name"].Value, match.Groups["default"].Value));

        var described = DescribedChoice().Matches(Deploy).Select(match => (match.Groups["name"].Value, match.Groups["default"].Value));

        // The key and the image are not chosen.
        Assert.Equal(choices.Where(choice => choice.Item1 is not ("ELEVENLABS_API_KEY" or "IMAGE_NAME" or "SERVICE_API_RESOURCE_EXISTS")), described);
    }

    [Theory]
    [InlineData("docs/deploy.md")]
    [InlineData("docs/observability.md")]
    [InlineData("docs/operations.md")]
    public void Every_route_is_one_of_the_table_in_SECURITY(string document)
    {
        var routes = Route().Matches(Read("SECURITY.md"))
            .SelectMany(row => row.Groups["methods"].Value.Split(", ").Select(method => $"{method} {row.Groups["route"].Value}")).ToHashSet();

        Assert.All(Request().Matches(Read(document)), request => Assert.Contains(request.Groups["request"].Value.Replace(" api/", " ", StringComparison.Ordinal), routes));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("infra/README.md")]
    [InlineData("docs/agents.md")]
    [InlineData("docs/api.md")]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/benchmarks.md")]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/decisions.md")]
    [InlineData("docs/deploy.md")]
    [InlineData("docs/els.md")]
    [InlineData("docs/licences.md")]
    [InlineData("docs/observability.md")]
    [InlineData("docs/operations.md")]
    [InlineData("docs/orchestrations.md")]
    [InlineData("docs/storage.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("CHANGELOG.md")]
    public void Links_within_the_checkout_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;

        Assert.All(
            Link().Matches(Read(document)).Select(match => match.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)),
            target => Assert.True(Path.Exists(Path.Combine(folder, target.Split('#')[0])), $"{document}: {target}"));
    }

    [Theory]
    [InlineData("docs/architecture.md")]
    [InlineData("docs/storage.md")]
    [InlineData("docs/orchestrations.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Source_files_that_a_page_names_exist(string document)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => "/" + Path.GetRelativePath(Repository.Root, file)).ToList();

        Assert.All(
            SourceFile().Matches(Read(document)).Select(match => match.Groups["path"].Value),
            path => Assert.Contains(files, file => file.EndsWith("/" + path, StringComparison.Ordinal)));
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [GeneratedRegex(@"`(?<code>[a-z]+(-[a-z]+)+)`")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\$\{(?<name>\w+)=?(?<default>[^}]*)\}")]
    private static partial Regex Choice();

    [GeneratedRegex(@"^\| (?<name>[A-Z_]+) \| ((?<default>\w+) )?\| ", RegexOptions.Multiline)]
    private static partial Regex DescribedChoice();

    [GeneratedRegex(@"`(Core/)?(?<path>[\w./]+\.cs)`")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"^\| (?<methods>[A-Z, ]+) \| `(?<route>[^`]+)` \| ", RegexOptions.Multiline)]
    private static partial Regex Route();

    /// <summary>Of the app, not of the host.</summary>
    [GeneratedRegex(@"`(?<request>(GET|POST|PUT|PATCH|DELETE) (?!https:)[a-z][^`? ]*)")]
    private static partial Regex Request();

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();
}
