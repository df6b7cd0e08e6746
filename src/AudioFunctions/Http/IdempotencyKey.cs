using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>
/// The session id of a request: of its <c>Idempotency-Key</c> where it has one, so that a repeat names the same session without
/// anything having to be remembered, else a new random one.
/// </summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;
    private const int IdLength = 32;

    /// <returns>Null where the key is unusable.</returns>
    public static string? SessionIdFor(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return RandomNumberGenerator.GetHexString(IdLength, lowercase: true);

        var key = values.ToString().Trim();
        if (key.Length is 0 or > MaxLength)
            return null;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("idempotency-key:" + key));
        return Convert.ToHexStringLower(hash)[..IdLength];
    }
}
