using System.Reflection;

namespace AudioFunctions.Infra.Tests;

/// <summary>What the build knows and a running test does not: where NuGet put things.</summary>
internal static class BuildValue
{
    public static string Of(string key) =>
        typeof(BuildValue).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == key).Value!;
}
