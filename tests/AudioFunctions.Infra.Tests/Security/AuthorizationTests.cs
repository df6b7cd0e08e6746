using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Security;

/// <summary>Who may call what: the table of SECURITY.md, held against what the published app tells every host.</summary>
public sealed partial class AuthorizationTests
{
    [Fact]
    public async Task Every_function_asks_for_the_key_that_the_table_says()
    {
        Repository.RequireApp();
        var functions = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.PublishedApp, "functions.metadata")))!.AsArray();
        var published =
            from function in functions
            from binding in function!["bindings"]!.AsArray()
            where binding!["type"]!.GetValue<string>() == "httpTrigger"
            let methods = string.Join(", ", binding["methods"]!.AsArray().Select(method => method!.GetValue<string>().ToUpperInvariant()))
            select $"{methods} {binding["route"]} {binding["authLevel"]?.GetValue<string>().ToLowerInvariant()}";

        var table = Row().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "SECURITY.md")))
            .Select(row => $"{row.Groups["methods"].Value} {row.Groups["route"].Value} {row.Groups["level"].Value}");

        Assert.Equal(table.Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<methods>[A-Z, ]+) \| `(?<route>[^`]+)` \| (?<level>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
