using AudioFunctions.Testing;
using Xunit.Abstractions;

namespace AudioFunctions.Infra.Tests.Security;

/// <summary>No package may restrict commercial use, or hide its terms.</summary>
public sealed class LicenceTests(ITestOutputHelper output)
{
    // MPL-2.0 is that of axe-core inside a test package, which is not changed and not shipped.
    private static readonly HashSet<string> Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MPL-2.0"];

    /// <summary>How the texts begin that packages carry instead of an expression.</summary>
    private static readonly IReadOnlyList<(string Opening, string Licence)> Texts =
    [
        ("The MIT License", "MIT"),
        ("Apache License", "Apache-2.0"),
        // Microsoft.AspNet.WebApi.Client, of the Durable extension: proprietary, free for commercial use.
        ("MICROSOFT SOFTWARE LICENSE TERMS\nMICROSOFT .NET LIBRARY", "Microsoft .NET Library License"),
    ];

    private static readonly Dictionary<string, string> Addresses = File.ReadAllLines(Path.Combine(Repository.Root, "build", "licences.txt"))
        .Where(line => !line.StartsWith('#')).Select(line => line.Split(" | ")).ToDictionary(parts => parts[0], parts => parts[1]);

    [Fact]
    public void Every_package_of_the_lock_files_may_be_used_commercially()
    {
        var packages = PackageLicence.OfAll();
        foreach (var package in packages)
            output.WriteLine($"{package.Id} {package.Version}: {Known(package) ?? "unknown"}");

        Assert.True(packages.Count > 100, "hardly any package was found");
        Assert.Equal([], packages.Where(package => Known(package) is null).Select(package => $"{package.Id} {package.Version}: {package.Expression ?? package.Address ?? "its own text"}"));
    }

    [Fact]
    public void The_list_of_licences_by_address_has_no_spare_line()
    {
        var named = PackageLicence.OfAll().Select(package => package.Address).OfType<string>().ToHashSet();

        Assert.Equal([], Addresses.Keys.Except(named));
    }

    /// <returns>Null if nobody has looked at it.</returns>
    private static string? Known(PackageLicence package) => package switch
    {
        { Expression: { } expression } => Permissive.Contains(expression) ? expression : null,
        { Text: { } text } => Texts.FirstOrDefault(known => text.ReplaceLineEndings("\n").TrimStart('\uFEFF', ' ', '\n').StartsWith(known.Opening, StringComparison.Ordinal)).Licence,
        { Address: { } address } => Addresses.GetValueOrDefault(address),
        _ => null,
    };
}
