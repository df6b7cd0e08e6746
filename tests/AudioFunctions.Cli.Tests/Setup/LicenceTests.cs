using AudioFunctions.Testing;

namespace AudioFunctions.Cli.Tests.Setup;

/// <summary>Xabe.FFmpeg is non-commercial: only a build that asks for it may contain it.</summary>
public sealed class LicenceTests
{
    private static readonly string[] Folders = ["src", "tests", "benchmarks"];

    [Fact]
    public void No_lock_file_contains_xabe()
    {
        var locks = Find("*.lock.json");

        Assert.Contains(Path.Combine(Repository.Root, "src", "AudioFunctions", "packages.lock.json"), locks);
        Assert.DoesNotContain(locks, NamesXabe);
    }

    [Fact]
    public void Only_its_own_project_references_xabe() =>
        Assert.Equal(["AudioFunctions.Xabe.csproj"], Find("*.csproj").Where(NamesXabe).Select(Path.GetFileName));

    [Fact]
    public void Solution_does_not_contain_xabe() => Assert.False(NamesXabe(Path.Combine(Repository.Root, "AudioFunctions.sln")));

    private static List<string> Find(string pattern) =>
        [.. Folders.SelectMany(f => Directory.GetFiles(Path.Combine(Repository.Root, f), pattern, SearchOption.AllDirectories))];

    private static bool NamesXabe(string path) => File.ReadAllText(path).Contains("xabe", StringComparison.OrdinalIgnoreCase);
}
