using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>The workbook asks for what the app reports.</summary>
public sealed partial class WorkbookTests
{
    private static readonly string Source = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "AudioFunctions.Core"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    public static TheoryData<string> All => Choices.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_workbook_stands_beside_the_telemetry_it_reads(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        var properties = Assert.Single(deployment.OfType("Microsoft.Insights/workbooks"))["properties"]!;

        Assert.EndsWith($"/{Deployment.Text(deployment.OfType("Microsoft.Insights/components").Single()["name"])}", Deployment.Text(properties["sourceId"]), StringComparison.Ordinal);
        Assert.NotEmpty(Queries(properties));
    }

    [Fact]
    public async Task Every_metric_is_asked_for_and_no_other()
    {
        var queries = string.Join('\n', await QueriesAsync());

        var asked = Metric().Matches(queries).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);
        var reported = Instrument().Matches(Source).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(reported, asked);
    }

    [Fact]
    public async Task Every_label_is_one_that_the_app_writes()
    {
        var labels = (await QueriesAsync()).SelectMany(query => Label().Matches(query)).Select(match => match.Groups["name"].Value).Distinct().ToList();

        Assert.True(labels.Count > 5, "hardly any label was found");
        Assert.All(labels, label => Assert.Contains($"\"{label}\"", Source, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_part_is_a_question_of_the_operators_guide()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));
        var parts = Items(await WorkbookAsync()).Where(item => item["type"]!.GetValue<int>() == 1)
            .Select(item => Heading().Match(Deployment.Text(item["content"]!["json"])).Groups["text"].Value).ToList();

        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.Contains($"\n## {part.Split(',')[0]}\n", guide, StringComparison.Ordinal));
    }

    private static async Task<JsonNode> WorkbookAsync() => (await Deployment.OfAsync()).OfType("Microsoft.Insights/workbooks").Single()["properties"]!;

    private static async Task<IReadOnlyList<string>> QueriesAsync() => Queries(await WorkbookAsync());

    private static IEnumerable<JsonNode> Items(JsonNode properties) =>
        JsonNode.Parse(Deployment.Text(properties["serializedData"]))!["items"]!.AsArray().Select(item => item!);

    private static IReadOnlyList<string> Queries(JsonNode properties) =>
        [.. Items(properties).Where(item => item["type"]!.GetValue<int>() == 3).Select(item => Deployment.Text(item["content"]!["query"]))];

    [GeneratedRegex(@"name == '(?<name>audiofunctions\.[a-z.]+)'")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?:Create(?:Counter|Histogram)(?:<\w+>)?|Seconds)\(\s*""(?<name>audiofunctions\.[a-z.]+)")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"customDimensions\['(?<name>[^']+)'\]")]
    private static partial Regex Label();

    [GeneratedRegex(@"^## (?<text>.+)")]
    private static partial Regex Heading();
}
