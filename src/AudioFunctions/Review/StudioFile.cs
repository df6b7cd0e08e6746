using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Review;

/// <summary>One file of the review page.</summary>
/// <param name="Tag">Of the content: two builds of the same page have the same tags.</param>
internal sealed record StudioFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag)
{
    public static StudioFile From(string name, byte[] content) => new(
        content, TypeOf(name), new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\""));

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".txt" => "text/plain; charset=utf-8",
        _ => throw new InvalidOperationException($"The review page has no files like {name}."),
    };
}
