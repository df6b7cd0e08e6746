using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary><c>GET openapi.json</c>: every route of the app. Written by hand, and checked by a test that calls every route.</summary>
public static class ContractFunctions
{
    private const string Resource = "openapi.json";

    private static readonly Lazy<byte[]> Document = new(Read);
    private static readonly Lazy<EntityTagHeaderValue> Version = new(() => ContentVersion.Tag(Document.Value));

    [Function("GetOpenApi")]
    public static IResult OpenApi([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        Results.Bytes(Document.Value, MediaTypeNames.Application.Json, entityTag: Version.Value);

    private static byte[] Read()
    {
        using var stream = typeof(ContractFunctions).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
