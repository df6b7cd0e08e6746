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
    /// Writes the report on a version, unless the drop contains a newer one. Two runs may write concurrently, in any order. Each replaces only
    /// the report that it read before it checked which version is current, so the last report is about the last version.
    /// </summary>
    /// <param name="name">The file's name without <c>.els</c>.</param>
    internal async Task WriteAsync(string name, DroppedFile file, DropReport report, CancellationToken cancellationToken)
    {
        var blob = await _folder.BlobAsync($"{name}.json", cancellationToken);
        while (true)
        {
            var previous = await DroppedFile.FindAsync(blob, cancellationToken);
            if (await DroppedFile.FindAsync(file.Blob, cancellationToken) is { } current && current.Version != file.Version)
                return;
            if (await TryWriteAsync(blob, previous?.Version, report, cancellationToken))
                return;
        }
    }

    private static async Task<bool> TryWriteAsync(BlobClient blob, ETag? previous, DropReport report, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Conditions = previous is { } version
                ? new BlobRequestConditions { IfMatch = version }
                : new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await blob.UploadAsync(BinaryData.FromObjectAsJson(report, ProductJson.Options), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException other) when (StorageConflict.IsExisting(other))
        {
            return false;
        }
    }
}
