using System.Security.Cryptography;
using System.Text;
using AudioFunctions.LocalHost.Http;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.LocalHost.Keys;

/// <summary>
/// Checks keys: 401 for a missing or unknown key, 403 for a key that is valid for something else. The time that a check takes depends
/// neither on the key's content nor on which key it is.
/// </summary>
/// <param name="ofFunctions">By function name.</param>
internal sealed class KeyRing(HostKeys host, IReadOnlyDictionary<string, IReadOnlyList<HostKey>> ofFunctions)
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    private readonly IReadOnlyList<Entry> _entries =
    [
        new(Hash(host.MasterKey.Value), AuthorizationLevel.Admin, null),
        .. host.FunctionKeys.Select(key => new Entry(Hash(key.Value), AuthorizationLevel.Function, null)),
        .. host.SystemKeys.Select(key => new Entry(Hash(key.Value), AuthorizationLevel.System, key.Name)),
        .. from function in ofFunctions from key in function.Value select new Entry(Hash(key.Value), AuthorizationLevel.Function, function.Key),
    ];

    public string SystemKey(string name) => host.SystemKeys.First(key => key.Name == name).Value;

    /// <summary>Null if the request may call the function; else the status to refuse it with.</summary>
    public int? Refusal(HttpRequest request, AuthorizationLevel level, string? function) => level is AuthorizationLevel.Anonymous
        ? null
        : RefusalUnless(request, key => key.Level == level && (level is AuthorizationLevel.System || key.Name is null || key.Name == function));

    /// <summary>The same for an extension's webhook, for which only its own system key and the master key are valid.</summary>
    public int? RefusalOfSystem(HttpRequest request, string keyName) =>
        RefusalUnless(request, key => key.Level is AuthorizationLevel.System && key.Name == keyName);

    /// <param name="opens">Whether a key other than the master key is valid.</param>
    private int? RefusalUnless(HttpRequest request, Func<Entry, bool> opens)
    {
        if (Identify(Presented(request)) is not { } key)
            return StatusCodes.Status401Unauthorized;
        return key.Level is AuthorizationLevel.Admin || opens(key) ? null : StatusCodes.Status403Forbidden;
    }

    // As in Azure, the header takes precedence over the query.
    private static string? Presented(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? header[0]
        : request.Query.TryGetValue(Query, out var query) ? query[0]
        : null;

    private Entry? Identify(string? presented)
    {
        if (string.IsNullOrEmpty(presented))
            return null;

        var hash = Hash(presented);
        Entry? found = null;
        foreach (var entry in _entries)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, entry.Hash))
                found = entry;
        }

        return found;
    }

    // All hashes have the same length, so the comparison doesn't reveal the key's length either.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <param name="Name">The system key's name, or the function that a function key is valid for.</param>
    private sealed record Entry(byte[] Hash, AuthorizationLevel Level, string? Name);
}
