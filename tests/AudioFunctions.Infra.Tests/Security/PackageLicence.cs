using System.Text.Json.Nodes;
using System.Xml.Linq;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Security;

/// <summary>What a package that a lock file names says of its licence, in its nuspec in the package cache.</summary>
/// <param name="Expression">SPDX, or null.</param>
/// <param name="Text">The licence file inside the package, or null.</param>
/// <param name="Address">Where the licence is said to be, or null.</param>
internal sealed record PackageLicence(string Id, string Version, string? Expression, string? Text, string? Address)
{
    /// <summary>Of every package of every lock file in the checkout, those of the host's extensions too.</summary>
    public static IReadOnlyList<PackageLicence> OfAll() =>
    [
        .. from folder in new[] { "src", "tests", "benchmarks" }
           from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.lock.json", SearchOption.AllDirectories)
           from framework in JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject()
           from package in framework.Value!.AsObject()
           let version = package.Value!["resolved"]?.GetValue<string>()
           where version is not null
           select (package.Key.ToLowerInvariant(), version) into package
           group package by package into one
           orderby one.Key.Item1
           select Read(one.Key.Item1, one.Key.version),
    ];

    private static PackageLicence Read(string id, string version)
    {
        var folder = Path.Combine(BuildValue.Of("Packages"), id, version.ToLowerInvariant());
        var metadata = XDocument.Load(Path.Combine(folder, $"{id}.nuspec")).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        var licence = Find("license");
        return new PackageLicence(
            id,
            version,
            licence?.Attribute("type")?.Value == "expression" ? licence.Value : null,
            licence?.Attribute("type")?.Value == "file" ? File.ReadAllText(Path.Combine(folder, licence.Value)) : null,
            licence is null ? Find("licenseUrl")?.Value : null);

        XElement? Find(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);
    }
}
