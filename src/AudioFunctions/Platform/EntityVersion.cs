using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>A row's version as the ETag of its response, and the preconditions of RFC 9110 that use it.</summary>
internal static class EntityVersion
{
    private const string Weak = "W/";

    /// <summary>Table Storage's ETags are weak, but change with every write, so this makes them strong, which <c>If-Match</c> requires.</summary>
    public static string Tag(ETag version)
    {
        var tag = version.ToString("H");
        return tag.StartsWith(Weak, StringComparison.Ordinal) ? tag[Weak.Length..] : tag;
    }

    /// <summary>Whether the request's <c>If-Match</c> and <c>If-None-Match</c>, if any, allow it to change the current row.</summary>
    /// <param name="version">Null if there is no row.</param>
    public static bool Allows(HttpRequest request, ETag? version)
    {
        var matches = request.Headers.IfMatch;
        var unwanted = request.Headers.IfNoneMatch;
        return (matches.Count == 0 || Names(matches, version)) && (unwanted.Count == 0 || !Names(unwanted, version));
    }

    /// <summary>Whether <c>If-None-Match</c> names the current version: then the response to a <c>GET</c> is 304.</summary>
    public static bool IsKnown(HttpRequest request, ETag version) => Names(request.Headers.IfNoneMatch, version, useStrongComparison: false);

    /// <summary>Whether a header names a version. An invalid header names none.</summary>
    private static bool Names(StringValues header, ETag? version, bool useStrongComparison = true)
    {
        if (version is not { } current || !EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags))
            return false;
        var tag = EntityTagHeaderValue.Parse(Tag(current));
        return tags.Any(named => named.Equals(EntityTagHeaderValue.Any) || named.Compare(tag, useStrongComparison));
    }
}
