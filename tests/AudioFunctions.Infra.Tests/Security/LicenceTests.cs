using System.Text.Json.Nodes;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Security;

/// <summary>No package may restrict commercial use, or hide its terms: <c>build/licences.sh</c> holds that.</summary>
public sealed class LicenceTests : IDisposable
{
    private const string Npm = """
        {
          "packages": {
            "node_modules/parent/node_modules/@scope/npm-package": {
              "version": "2.0.0",
              "license": "MIT"
            }
          }
        }
        """;

    private readonly string _checkout = Directory.CreateTempSubdirectory("af-licences-").FullName;

    public void Dispose() => Directory.Delete(_checkout, recursive: true);

    [Fact]
    public async Task Every_package_of_the_lock_files_is_listed_and_may_be_used_commercially()
    {
        var run = await ListAsync(Repository.Root, BuildValue.Of("Packages"));

        Assert.Equal((0, ""), (run.ExitCode, run.Messages));
        var rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows.Order(StringComparer.Ordinal), rows);
        Assert.Equal(
            NuGetPackages().Concat(NpmPackages()).Distinct().Order(StringComparer.Ordinal),
            rows.Select(row => row[..row.LastIndexOf('\t')]));
    }

    [Fact]
    public async Task A_package_is_listed_with_its_version_and_licence()
    {
        var run = await ListAsync("<license type=\"expression\">MIT</license>");

        Assert.Equal((0, ""), (run.ExitCode, run.Messages));
        Assert.Equal("npm\t@scope/npm-package\t2.0.0\tMIT\nnuget\tnuget.package\t1.0.0-Beta\tMIT\n", run.Output);
    }

    [Theory]
    [InlineData("<license type=\"expression\">GPL-3.0-only</license>", "the licence of nuget.package 1.0.0-Beta is unknown (GPL-3.0-only): if it allows commercial use, add it to build/licences.txt.")]
    [InlineData("<licenseUrl>https://example.com/terms</licenseUrl>", "the licence of nuget.package 1.0.0-Beta is unknown (https://example.com/terms): if it allows commercial use, add it to build/licences.txt.")]
    [InlineData("<license type=\"file\">terms.txt</license>", "the licence of nuget.package 1.0.0-Beta is unknown (Our terms / Ask us.): if it allows commercial use, add it to build/licences.txt.")]
    [InlineData("", "the licence of nuget.package 1.0.0-Beta is unknown (it names none): if it allows commercial use, add it to build/licences.txt.")]
    [InlineData("<license type=\"expression\">CC-BY-NC-SA-3.0</license>", "nuget.package 1.0.0-Beta forbids commercial use (CC-BY-NC-SA-3.0): remove it.")]
    [InlineData("<license type=\"expression\">PolyForm-Noncommercial-1.0.0</license>", "nuget.package 1.0.0-Beta forbids commercial use (PolyForm-Noncommercial-1.0.0): remove it.")]
    public async Task An_unknown_or_non_commercial_licence_is_refused(string named, string sentence)
    {
        var run = await ListAsync(named);

        Assert.Equal((1, $"licences.sh: {sentence}\n"), (run.ExitCode, run.Messages));
        Assert.Contains("nuget\tnuget.package\t1.0.0-Beta\tunknown\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_npm_package_without_a_licence_is_refused()
    {
        var run = await ListAsync("<license type=\"expression\">MIT</license>", npm: Npm.Replace("license", "funding", StringComparison.Ordinal));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("licences.sh: the licence of @scope/npm-package 2.0.0 is unknown (it names none)", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_not_restored_is_refused()
    {
        var run = await ListAsync(named: null);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nuget.package 1.0.0-Beta is unknown (not in the package cache; build AudioFunctions.sln first)", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_licence_that_no_package_has_is_refused()
    {
        var run = await ListAsync("<license type=\"expression\">MIT</license>", allowed: "# A comment.\nMIT\nhttps://example.com/mit | MIT\n");

        Assert.Equal((1, "licences.sh: no package has the licence https://example.com/mit any more: remove it from build/licences.txt.\n"), (run.ExitCode, run.Messages));
    }

    /// <summary>In a checkout with one NuGet and one npm package, of which MIT is allowed.</summary>
    /// <param name="named">What the NuGet package names as its licence; null: it isn't in the package cache.</param>
    private async Task<ToolRun> ListAsync(string? named, string npm = Npm, string allowed = "MIT\n")
    {
        await WriteAsync("build/licences.txt", allowed);
        await WriteAsync("build/licences.sh", await File.ReadAllTextAsync(Script(Repository.Root)));
        await WriteAsync("package-lock.json", npm);
        await WriteAsync("tests/App/packages.lock.json", """{ "dependencies": {} }""");
        await WriteAsync("benchmarks/App/packages.lock.json", """{ "dependencies": {} }""");
        await WriteAsync("src/App/packages.lock.json", """
            {
              "dependencies": {
                "net10.0": {
                  "NuGet.Package": {
                    "type": "Direct",
                    "resolved": "1.0.0-Beta"
                  },
                  "a.project": {
                    "type": "Project"
                  }
                }
              }
            }
            """);
        if (named is not null)
        {
            await WriteAsync("packages/nuget.package/1.0.0-beta/nuget.package.nuspec", $"<package>\n  <metadata>\n    {named}\n  </metadata>\n</package>\n");
            await WriteAsync("packages/nuget.package/1.0.0-beta/terms.txt", "\uFEFFOur terms\r\n\r\n  Ask us.\r\nMore.\r\n");
        }

        return await ListAsync(_checkout, Path.Combine(_checkout, "packages"));
    }

    private async Task WriteAsync(string file, string content)
    {
        var path = Path.Combine(_checkout, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
    }

    private static Task<ToolRun> ListAsync(string checkout, string packages) => ToolRun.StartAsync("env", $"NUGET_PACKAGES={packages}", "bash", Script(checkout));

    private static string Script(string checkout) => Path.Combine(checkout, "build", "licences.sh");

    private static IEnumerable<string> NuGetPackages() =>
        from folder in new[] { "src", "tests", "benchmarks" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.lock.json", SearchOption.AllDirectories)
        from framework in JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject()
        from package in framework.Value!.AsObject()
        where package.Value!["resolved"] is not null
        select $"nuget\t{package.Key.ToLowerInvariant()}\t{package.Value["resolved"]}";

    private static IEnumerable<string> NpmPackages() =>
        from package in JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "package-lock.json")))!["packages"]!.AsObject()
        where package.Key.Length > 0
        select $"npm\t{package.Key.Split("node_modules/")[^1]}\t{package.Value!["version"]}";
}
