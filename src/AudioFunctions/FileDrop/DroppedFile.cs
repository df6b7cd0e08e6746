using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Storage;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.FileDrop;

/// <summary>One version of a file in the drop.</summary>
/// <param name="Length">In bytes.</param>
internal sealed record DroppedFile(BlobClient Blob, ETag Version, long Length)
{
    /// <summary>The container of the drop.</summary>
    public const string ContainerName = "els-drop";

    private const string Ending = ".els";

    /// <summary>The version without the quotes of headers, as in the container's listing.</summary>
    public string VersionText => Version.ToString().Trim('"');

    /// <summary>The same for every event about this version, and different for every other version.</summary>
    public string SessionId => InstanceIds.For("drop", $"{Blob.BlobContainerName}/{Blob.Name}:{VersionText}");

    /// <summary>The blob's name without <c>.els</c>, or null if it is not a script in the drop.</summary>
    public static string? NameOf(BlobClient blob) =>
        blob.BlobContainerName == ContainerName && blob.Name.Length > Ending.Length && blob.Name.EndsWith(Ending, StringComparison.Ordinal)
            ? blob.Name[..^Ending.Length]
            : null;

    /// <summary>The current version, or null if the file is gone.</summary>
    public static async Task<DroppedFile?> FindAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return new DroppedFile(blob, properties.ETag, properties.ContentLength);
        }
        catch (RequestFailedException gone) when (StorageConflict.IsMissing(gone))
        {
            return null;
        }
    }

    /// <summary>
    /// The content of this version, or null if it was replaced or removed in the meantime. If the file is too large for a script, it isn't read;
    /// the result then has just enough bytes to be too large.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Length > ScriptLimits.MaxBytes)
            return new byte[ScriptLimits.MaxBytes + 1];

        var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = Version } };
        try
        {
            return (await Blob.DownloadContentAsync(options, cancellationToken)).Value.Content.ToMemory();
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            return null;
        }
    }
}
