using System.Security.Cryptography;
using System.Text;

namespace AudioFunctions.Production;

/// <summary>Ids of the instances that the app starts: 32 hex digits.</summary>
internal static class InstanceIds
{
    private const int Length = 32;

    /// <summary>Derived from the key, so a repeat names the same instance and nothing has to be stored.</summary>
    /// <param name="scope">Keys of different scopes never give the same id.</param>
    public static string For(string scope, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}:{key}")))[..Length];

    public static string Random() => RandomNumberGenerator.GetHexString(Length, lowercase: true);
}
