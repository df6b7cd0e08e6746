using System.Security.Cryptography;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>The ETag of content that no storage keeps a version of: made of the content itself.</summary>
internal static class ContentVersion
{
    private const int TagLength = 32;

    public static EntityTagHeaderValue Tag(ReadOnlySpan<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..TagLength]}\"");

    /// <summary>Whether <c>If-Match</c> and <c>If-None-Match</c>, if the request has them, let it change what stands.</summary>
    public static bool Allows(HttpRequest request, ReadOnlySpan<byte> content) =>
        EntityVersion.Allows(request, new ETag(Tag(content).ToString()));
}
