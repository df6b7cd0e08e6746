using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>A row's version as the ETag of what it is shown as, and the preconditions of RFC 9110 that name it.</summary>
internal static class EntityVersion
{
    private const string Weak = "W/";

    /// <summary>Table Storage calls its versions weak; they change with every write, and <c>If-Match</c> matches strong ones only.</summary>
    public static string Tag(ETag version)
    {
        var tag = version.ToString("H");
        return tag.StartsWith(Weak, StringComparison.Ordinal) ? tag[Weak.Length..] : tag;
    }

    /// <summary>Whether <c>If-Match</c> and <c>If-None-Match</c>, if the request has them, let it change what stands.</summary>
    /// <param name="version">Null if nothing stands.</param>
    public static bool Allows(HttpRequest request, ETag? version)
    {
        var matches = request.Headers.IfMatch;
        var unwanted = request.Headers.IfNoneMatch;
        return (matches.Count == 0 || Names(matches, version)) && (unwanted.Count == 0 || !Names(unwanted, version));
    }

    /// <summary>Whether what the caller has, by <c>If-None-Match</c>, is what stands: then a <c>GET</c> answers 304.</summary>
    public static bool IsKnown(HttpRequest request, ETag version) => Names(request.Headers.IfNoneMatch, version, useStrongComparison: false);

    /// <summary>A header that cannot be read names nothing.</summary>
    private static bool Names(StringValues header, ETag? version, bool useStrongComparison = true)
    {
        if (version is not { } standing || !EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags))
            return false;
        var tag = EntityTagHeaderValue.Parse(Tag(standing));
        return tags.Any(named => named.Equals(EntityTagHeaderValue.Any) || named.Compare(tag, useStrongComparison));
    }
}
