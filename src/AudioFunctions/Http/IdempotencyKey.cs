using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>
/// The id of what a request starts: made of its <c>Idempotency-Key</c> where it has one, so that a repeat names the same instance
/// without anything having to be remembered, else a new random one.
/// </summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;
    private const int IdLength = 32;

    public const string Hint = "Idempotency-Key needs 1 to 255 characters.";

    /// <param name="scope">Keys of different scopes never meet.</param>
    /// <returns>Null where the key is unusable.</returns>
    public static string? InstanceIdFor(HttpRequest request, string scope)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return RandomNumberGenerator.GetHexString(IdLength, lowercase: true);

        var key = values.ToString().Trim();
        if (key.Length is 0 or > MaxLength)
            return null;
        return InstanceIdFor(scope, key);
    }

    /// <summary>The id of what this key names.</summary>
    public static string InstanceIdFor(string scope, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}:{key}"));
        return Convert.ToHexStringLower(hash)[..IdLength];
    }
}
