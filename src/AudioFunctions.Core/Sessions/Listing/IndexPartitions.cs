using System.Security.Cryptography;
using System.Text;

namespace AudioFunctions.Sessions.Listing;

/// <summary>The partitions of the index: one for each combination of filters, so that every filtered list is a stretch of keys.</summary>
internal static class IndexPartitions
{
    private const int HashLength = 32;

    /// <summary>Where the rows of a session stand.</summary>
    public static IReadOnlyList<string> Of(string projectName, SessionStatus status) =>
        [.. OfAnyStatus(projectName), .. OfStatus(projectName, status)];

    /// <summary>Those in which it stands whatever its status is.</summary>
    public static IReadOnlyList<string> OfAnyStatus(string projectName) => [For(null, null), For(projectName, null)];

    /// <summary>Those that it leaves with the status.</summary>
    public static IReadOnlyList<string> OfStatus(string projectName, SessionStatus status) => [For(null, status), For(projectName, status)];

    /// <summary>Where a list is read. Null does not filter.</summary>
    public static string For(string? projectName, SessionStatus? status) => (projectName, status) switch
    {
        (null, null) => "all",
        (null, { } one) => $"status-{one}",
        ({ } project, null) => $"project-{Hash(project)}",
        ({ } project, { } one) => $"project-{Hash(project)}-{one}",
    };

    /// <summary>A project may be called anything; a key may not hold all of it, nor a thousand characters in a readable way.</summary>
    private static string Hash(string projectName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(projectName)))[..HashLength];
}
