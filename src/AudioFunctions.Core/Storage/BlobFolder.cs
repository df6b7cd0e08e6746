using System.Net;
using System.Text.Json;
using AudioFunctions.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Storage;

/// <summary>A blob container, created on first use.</summary>
public sealed class BlobFolder(BlobServiceClient blobs, string containerName)
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(containerName);
    private volatile bool _ready;

    public string Name => containerName;

    /// <returns>The version that was written.</returns>
    public async Task<ETag> WriteAsync(
        string name, Stream content, string contentType, IDictionary<string, string>? metadata, CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(name, cancellationToken);
        var options = Options(contentType, metadata);
        return (await blob.UploadAsync(content, options, cancellationToken)).Value.ETag;
    }

    /// <summary>Writes a blob only if it doesn't exist.</summary>
    /// <returns>False if the blob exists; it isn't changed.</returns>
    public Task<bool> TryAddAsync(
        string name, BinaryData content, string contentType, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        TryAddAsync(name, content.ToStream(), contentType, metadata, cancellationToken);

    /// <inheritdoc cref="TryAddAsync(string, BinaryData, string, IDictionary{string, string}?, CancellationToken)"/>
    public Task<bool> TryAddAsync(
        string name, Stream content, string contentType, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        TryWriteAsync(name, content, contentType, metadata, expected: null, cancellationToken);

    /// <summary>Replaces one version of a blob.</summary>
    /// <param name="expected">The version to replace; null to add a blob that doesn't exist.</param>
    /// <returns>False if the blob has another version or doesn't exist; it isn't changed.</returns>
    public async Task<bool> TryWriteAsync(
        string name,
        Stream content,
        string contentType,
        IDictionary<string, string>? metadata,
        ETag? expected,
        CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(name, cancellationToken);
        var options = Options(contentType, metadata);
        options.Conditions = expected is { } version
            ? new BlobRequestConditions { IfMatch = version }
            : new BlobRequestConditions { IfNoneMatch = ETag.All };
        try
        {
            await blob.UploadAsync(content, options, cancellationToken);
            return true;
        }
        catch (RequestFailedException exists) when (StorageConflict.IsExisting(exists))
        {
            return false;
        }
    }

    /// <inheritdoc cref="WriteAsync"/>
    public Task<ETag> WriteJsonAsync<T>(string name, T value, CancellationToken cancellationToken) =>
        WriteAsync(name, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value, ProductJson.Options)), "application/json", null, cancellationToken);

    /// <summary>The blob with its metadata, or null if there is none.</summary>
    public async Task<BlobDownloadResult?> ReadAsync(string name, CancellationToken cancellationToken) =>
        (await ReadWithAgeAsync(name, cancellationToken))?.Blob;

    /// <summary>The blob, and how long ago it was written by the storage account's clock; null if there is none.</summary>
    public async Task<(BlobDownloadResult Blob, TimeSpan Age)?> ReadWithAgeAsync(string name, CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(name, cancellationToken);
        try
        {
            var response = await blob.DownloadContentAsync(cancellationToken);
            var written = response.Value.Details.LastModified;
            return (response.Value, (response.GetRawResponse().Headers.Date ?? written) - written);
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            return null;
        }
    }

    /// <summary>The blob's JSON, or null if there is no blob.</summary>
    public async Task<T?> ReadJsonAsync<T>(string name, CancellationToken cancellationToken)
        where T : class
    {
        var blob = await ReadAsync(name, cancellationToken);
        return blob is null ? null : JsonOf<T>(blob);
    }

    public static T? JsonOf<T>(BlobDownloadResult blob) => JsonSerializer.Deserialize<T>(blob.Content.ToMemory().Span, ProductJson.Options);

    /// <summary>Reads the blob unless its version is the known one.</summary>
    /// <param name="known">Null if no version is known.</param>
    /// <returns>The blob, or null if there is none; or that its version is the known one.</returns>
    public async Task<(BlobDownloadResult? Blob, bool IsKnown)> ReadOtherVersionAsync(string name, ETag? known, CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(name, cancellationToken);
        try
        {
            var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = known } };
            var response = await blob.DownloadContentAsync(options, cancellationToken);
            return response.GetRawResponse().Status == (int)HttpStatusCode.NotModified ? (null, true) : (response.Value, false);
        }
        catch (RequestFailedException same) when (same.Status == (int)HttpStatusCode.NotModified)
        {
            return (null, true);
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            return (null, false);
        }
    }

    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        (await (await BlobAsync(name, cancellationToken)).ExistsAsync(cancellationToken)).Value;

    /// <summary>Copies within the storage account and replaces an existing blob; no data passes through this process.</summary>
    /// <param name="metadata">Replaces the source's metadata; null keeps it.</param>
    /// <returns>False if the source doesn't exist.</returns>
    public Task<bool> TryCopyAsync(string from, string to, IDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
        TryCopyAsync(from, to, new BlobCopyFromUriOptions { Metadata = metadata }, cancellationToken);

    private async Task<bool> TryCopyAsync(string from, string to, BlobCopyFromUriOptions options, CancellationToken cancellationToken)
    {
        var source = await BlobAsync(from, cancellationToken);
        var target = await BlobAsync(to, cancellationToken);
        try
        {
            var copy = await target.StartCopyFromUriAsync(source.Uri, options, cancellationToken);
            await copy.WaitForCompletionAsync(cancellationToken);
            return true;
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            return false;
        }
    }

    /// <summary>Copies within the storage account, unless the target exists: then it stays as it is.</summary>
    /// <returns>False if neither source nor target exists.</returns>
    public async Task<bool> TryAddCopyAsync(
        string from, string to, IDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var options = new BlobCopyFromUriOptions { Metadata = metadata, DestinationConditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            return await TryCopyAsync(from, to, options, cancellationToken);
        }
        catch (RequestFailedException exists) when (StorageConflict.IsExisting(exists))
        {
            return true;
        }
    }

    /// <summary>Copies one version within the storage account, unless the target exists: then it stays as it is.</summary>
    /// <returns>False if the source doesn't exist.</returns>
    public async Task<bool> TryAddCopyAsync(
        string from, ETag version, string to, IDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var options = new BlobCopyFromUriOptions
        {
            Metadata = metadata,
            SourceConditions = new BlobRequestConditions { IfMatch = version },
            DestinationConditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            return await TryCopyAsync(from, to, options, cancellationToken);
        }
        catch (RequestFailedException other) when (StorageConflict.IsExisting(other))
        {
            return true;
        }
    }

    /// <summary>Adds to the metadata of a blob; nothing happens if there is no such blob.</summary>
    public async Task AddMetadataAsync(string name, string key, string value, CancellationToken cancellationToken)
    {
        if (await FindPropertiesAsync(name, cancellationToken) is { } found)
            await SetMetadataAsync(name, found, key, value, cancellationToken);
    }

    /// <summary>Sets an entry of the metadata of a blob that hasn't changed since it was found.</summary>
    /// <exception cref="RequestFailedException">It has; see <see cref="StorageConflict"/>.</exception>
    public async Task SetMetadataAsync(string name, BlobProperties found, string key, string value, CancellationToken cancellationToken)
    {
        found.Metadata[key] = value;
        await (await BlobAsync(name, cancellationToken)).SetMetadataAsync(
            found.Metadata, new BlobRequestConditions { IfMatch = found.ETag }, cancellationToken);
    }

    /// <summary>The blob's metadata, or null if there is no blob.</summary>
    public async Task<IDictionary<string, string>?> FindMetadataAsync(string name, CancellationToken cancellationToken) =>
        (await FindPropertiesAsync(name, cancellationToken))?.Metadata;

    /// <summary>The blob's version and metadata, or null if there is no blob.</summary>
    public async Task<BlobProperties?> FindPropertiesAsync(string name, CancellationToken cancellationToken)
    {
        var blob = await BlobAsync(name, cancellationToken);
        try
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
        }
        catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
        {
            return null;
        }
    }

    public async Task<BlobClient> BlobAsync(string name, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        return _container.GetBlobClient(name);
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await ListVersionsAsync(prefix, cancellationToken)).Keys];

    /// <summary>The names of the folders at the top, without their slashes.</summary>
    public async Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        var folders = new List<string>();
        await foreach (var item in _container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/" }, cancellationToken))
        {
            if (item.IsPrefix)
                folders.Add(item.Prefix.TrimEnd('/'));
        }

        return folders;
    }

    /// <summary>When each blob was last written, by its name.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ListWritesAsync(string prefix, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        return await _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken)
            .ToDictionaryAsync(blob => blob.Name, blob => blob.Properties.LastModified!.Value, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>The version of each blob, by its name.</summary>
    public async Task<IReadOnlyDictionary<string, ETag>> ListVersionsAsync(string prefix, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        var versions = new OrderedDictionary<string, ETag>(StringComparer.Ordinal);
        await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken))
            versions[blob.Name] = blob.Properties.ETag!.Value;
        return versions;
    }

    /// <summary>The metadata of each blob, by its name.</summary>
    public async Task<IReadOnlyDictionary<string, IDictionary<string, string>>> ListMetadataAsync(string prefix, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken);
        var options = new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata };
        return await _container.GetBlobsAsync(options, cancellationToken)
            .ToDictionaryAsync(blob => blob.Name, blob => blob.Metadata, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Deletes a blob if it has this version.</summary>
    public async Task TryDeleteAsync(string name, ETag version, CancellationToken cancellationToken)
    {
        var conditions = new BlobRequestConditions { IfMatch = version };
        try
        {
            await (await BlobAsync(name, cancellationToken)).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellationToken);
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            // The blob has another version.
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        await (await BlobAsync(name, cancellationToken)).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);

    /// <summary>Every blob whose name starts with a prefix.</summary>
    public async Task<FoundBlobs> FindAllAsync(string prefix, CancellationToken cancellationToken) =>
        new(this, await ListVersionsAsync(prefix, cancellationToken));

    private async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_ready)
            return;
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        _ready = true;
    }

    private static BlobUploadOptions Options(string contentType, IDictionary<string, string>? metadata) => new()
    {
        HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
        Metadata = metadata,
    };
}
