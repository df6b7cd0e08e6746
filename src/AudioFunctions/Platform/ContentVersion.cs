using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>The ETag of content that no storage keeps a version of: made of the content itself.</summary>
internal static class ContentVersion
{
    private const int TagLength = 32;

    public static EntityTagHeaderValue Tag(ReadOnlySpan<byte> content) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..TagLength]}\"");
}
