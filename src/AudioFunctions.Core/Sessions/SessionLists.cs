using System.Security.Cryptography;
using System.Text;

namespace AudioFunctions.Sessions;

/// <summary>The lists of the index: one for each combination of filters, so that every filtered list is a range of row keys.</summary>
internal static class SessionLists
{
    private const int HashLength = 32;

    /// <summary>The lists that contain a session.</summary>
    public static IReadOnlyList<string> Of(string projectName, SessionStatus status) =>
        [For(null, null), For(projectName, null), For(null, status), For(projectName, status)];

    /// <summary>The list for a filter; null for no filter.</summary>
    public static string For(string? projectName, SessionStatus? status) => (projectName, status) switch
    {
        (null, null) => "all",
        (null, { } one) => $"status-{one}",
        ({ } project, null) => $"project-{Hash(project)}",
        ({ } project, { } one) => $"project-{Hash(project)}-{one}",
    };

    /// <summary>A hash, because a project may have any name, but keys restrict characters and length.</summary>
    private static string Hash(string projectName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(projectName)))[..HashLength];
}
