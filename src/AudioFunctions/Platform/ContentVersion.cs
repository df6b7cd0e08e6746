using System.Security.Cryptography;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>The ETag of content that has no version in storage: a hash of the content.</summary>
internal static class ContentVersion
{
    private const int TagLength = 32;

    public static EntityTagHeaderValue Tag(ReadOnlySpan<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..TagLength]}\"");

    /// <summary>Whether the request's <c>If-Match</c> and <c>If-None-Match</c>, if any, allow it to change the current content.</summary>
    public static bool Allows(HttpRequest request, ReadOnlySpan<byte> content) =>
        EntityVersion.Allows(request, new ETag(Tag(content).ToString()));
}
