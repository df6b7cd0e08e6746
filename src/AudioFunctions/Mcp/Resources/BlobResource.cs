using AudioFunctions.Platform;
using AudioFunctions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Resources;

/// <summary>A blob as a resource: the whole content in one message, in base64.</summary>
internal static class BlobResource
{
    private const int MaxBytes = 16 * 1024 * 1024;

    public static async Task<BlobResourceContents> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, BlobClient blob, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            if ((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength > MaxBytes)
                throw ResourceFailures.Of(request, TooLarge);
            var content = await blob.DownloadContentAsync(cancellationToken);
            return BlobResourceContents.FromBytes(content.Value.Content.ToMemory(), request.Params.Uri, contentType);
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            throw ResourceFailures.Of(request, Refusal.FileNotFound);
        }
    }

    private static Refusal TooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge, "file-too-large", "The file is over 16 MiB; fetch it from the REST API: GET sessions/{id}/exports/{file}.");
}
