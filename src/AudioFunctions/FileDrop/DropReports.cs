using System.Net;
using AudioFunctions.Serialization;
using AudioFunctions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.FileDrop;

/// <summary>The reports on dropped files, in container <c>els-reports</c>.</summary>
public sealed class DropReports(BlobServiceClient blobs)
{
    private readonly BlobFolder _folder = new(blobs, "els-reports");

    /// <summary>
    /// Writes the report on a version, unless a newer one lies in the drop. Two runs may write at once, in any order: each writes only over
    /// the report that it saw before it looked which version is current, so the last report is on the last version.
    /// </summary>
    /// <param name="name">The file's, without <c>.els</c>.</param>
    internal async Task WriteAsync(string name, DroppedFile file, DropReport report, CancellationToken cancellationToken)
    {
        var blob = await _folder.BlobAsync($"{name}.json", cancellationToken);
        while (true)
        {
            var standing = await DroppedFile.FindAsync(blob, cancellationToken);
            if (await DroppedFile.FindAsync(file.Blob, cancellationToken) is { } current && current.Version != file.Version)
                return;
            if (await TryWriteAsync(blob, standing?.Version, report, cancellationToken))
                return;
        }
    }

    private static async Task<bool> TryWriteAsync(BlobClient blob, ETag? standing, DropReport report, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Conditions = standing is { } version
                ? new BlobRequestConditions { IfMatch = version }
                : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromObjectAsJson(report, ProductJson.Options), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException other) when (other.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }
}
