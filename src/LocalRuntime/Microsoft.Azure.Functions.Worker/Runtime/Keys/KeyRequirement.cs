using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Keys;

/// <summary>Metadata of every endpoint of the host: which keys open it.</summary>
internal sealed record KeyRequirement(params KeyKind[] Accepted)
{
    /// <summary>The Durable HTTP management API's.</summary>
    public static KeyRequirement Management { get; } = new(KeyKind.DurableTask, KeyKind.Master);

    public static KeyRequirement For(AuthorizationLevel level) => level switch
    {
        AuthorizationLevel.Anonymous => new(Enum.GetValues<KeyKind>()),
        AuthorizationLevel.Function => new(KeyKind.Function, KeyKind.Master),
        AuthorizationLevel.System => new(KeyKind.System, KeyKind.DurableTask, KeyKind.Master),
        _ => new(KeyKind.Master),
    };

    /// <summary>Null where the key opens the endpoint; else 401 for no or an unknown key, 403 for one of another kind.</summary>
    public int? Refusal(KeyKind key) =>
        Accepted.Contains(key) ? null
        : key is KeyKind.None ? StatusCodes.Status401Unauthorized
        : StatusCodes.Status403Forbidden;
}
