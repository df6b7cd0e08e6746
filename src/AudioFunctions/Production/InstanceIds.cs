using System.Security.Cryptography;
using System.Text;

namespace AudioFunctions.Production;

/// <summary>The ids of what the app starts: 32 hex digits.</summary>
internal static class InstanceIds
{
    private const int Length = 32;

    /// <summary>The same for the same key, so that a repeat names the same instance without anything having to be remembered.</summary>
    /// <param name="scope">Keys of different scopes never meet.</param>
    public static string For(string scope, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}:{key}")))[..Length];

    public static string Random() => RandomNumberGenerator.GetHexString(Length, lowercase: true);
}
