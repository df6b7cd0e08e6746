using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Production;

/// <summary>
/// The id of the instance that a request starts: derived from its <c>Idempotency-Key</c> if it has one, so that a repeat names the same
/// instance; otherwise random.
/// </summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    public const string Hint = "Idempotency-Key needs 1 to 255 characters.";

    /// <param name="scope">Keys of different scopes never give the same id.</param>
    /// <returns>Null if the key is invalid.</returns>
    public static string? InstanceIdFor(HttpRequest request, string scope)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
            return InstanceIds.Random();

        var key = values.ToString().Trim();
        return key.Length is 0 or > MaxLength ? null : InstanceIds.For(scope, key);
    }
}
