using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace LocalRuntime.DurableTask;

/// <summary>
/// Text that may be too long for a table's column. Over 60 KB (UTF-16) it goes gzipped into a blob, and the row holds the blob's
/// name in <c>{column}BlobName</c>. The blob is written before the row that names it, under a name never used twice.
/// </summary>
internal sealed class LargeValues(BlobContainerClient container)
{
    private const string NameSuffix = "BlobName";
    private const int MaxColumnLength = 60 * 1024 / sizeof(char);

    /// <summary>Where one start of an instance keeps its large values; ends in a slash.</summary>
    public static string Folder(string instanceId, string executionId) => $"{instanceId}/{executionId}/";

    public async Task WriteAsync(TableEntity row, string column, string? value, string folder, CancellationToken cancellationToken)
    {
        if (value is null)
            return;
        if (value.Length <= MaxColumnLength)
        {
            row[column] = value;
            return;
        }

        var name = $"{folder}{Guid.NewGuid():N}-{column}.json.gz";
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(Compress(value)), cancellationToken);
        row[NameColumn(column)] = name;
    }

    public async Task<string?> ReadAsync(TableEntity row, string column, CancellationToken cancellationToken)
    {
        if (row.GetString(NameColumn(column)) is not { } name)
            return row.GetString(column);

        var blob = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
        return Decompress(blob.Value.Content);
    }

    /// <summary>The blobs a row names.</summary>
    public static IEnumerable<string> In(TableEntity row) =>
        row.Keys.Where(column => column.EndsWith(NameSuffix, StringComparison.Ordinal)).Select(row.GetString);

    public async Task DeleteAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
            await container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
    }

    public Task DeleteFolderAsync(string instanceId, string executionId, CancellationToken cancellationToken) =>
        DeleteAsync(Folder(instanceId, executionId), _ => true, cancellationToken);

    /// <summary>Deletes the large values of all other starts of the same id.</summary>
    public Task DeleteOtherFoldersAsync(string instanceId, string executionId, CancellationToken cancellationToken)
    {
        var own = Folder(instanceId, executionId);
        return DeleteAsync($"{instanceId}/", name => !name.StartsWith(own, StringComparison.Ordinal), cancellationToken);
    }

    private async Task DeleteAsync(string prefix, Func<string, bool> goes, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken))
            names.Add(blob.Name);
        await DeleteAsync(names.FindAll(name => goes(name)), cancellationToken);
    }

    private static string NameColumn(string column) => column + NameSuffix;

    private static byte[] Compress(string value)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(value));
        }

        return compressed.ToArray();
    }

    private static string Decompress(BinaryData content)
    {
        using var gzip = new GZipStream(content.ToStream(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
