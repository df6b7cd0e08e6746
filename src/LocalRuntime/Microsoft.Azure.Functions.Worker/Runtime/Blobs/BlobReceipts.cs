using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace LocalRuntime.Functions.Blobs;

/// <summary>
/// What is remembered of a function's blobs, under the names the official host gives its receipts:
/// <c>azure-webjobs-hosts/blobreceipts/{host id}/{function}/{etag}/{container}/{blob}</c>. The host id is the hub's name in lower case.
/// A receipt is an empty blob whose metadata say how many runs were begun and whether no more is to come.
/// </summary>
internal sealed class BlobReceipts(BlobServiceClient blobs, string hostId, BlobFunction function)
{
    private const string ContainerName = "azure-webjobs-hosts";
    private const string Completed = "Completed";
    private const string Tries = "Tries";
    private const int MaxNameLength = 1024;

    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(ContainerName);

    private string Path { get; } = $"{hostId}/{function.Function.Name}";

    /// <summary>Reads all of them, 5,000 a request: asking for each blob's would take as many requests as there are blobs.</summary>
    public async Task<IReadOnlyDictionary<string, BlobAttempt>> LoadAsync(CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var attempts = new Dictionary<string, BlobAttempt>();
        var prefix = $"blobreceipts/{Path}/";
        await foreach (var receipt in _container.GetBlobsAsync(BlobTraits.Metadata, prefix: prefix, cancellationToken: cancellationToken))
        {
            receipt.Metadata.TryGetValue(Tries, out var text);
            var tries = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
            var attempt = BlobAttempt.New with { Tries = tries };
            attempts[receipt.Name] = receipt.Metadata.ContainsKey(Completed) ? attempt.Taken() : attempt;
        }

        return attempts;
    }

    /// <summary>Counts a run before it begins, so that a blob that ends the process is not run for ever.</summary>
    public Task BeginAsync(BlobVersion blob, int tries, CancellationToken cancellationToken) =>
        WriteAsync(blob, new() { [Tries] = $"{tries}" }, cancellationToken);

    /// <summary>After it the blob is not run again.</summary>
    public Task FinishAsync(BlobVersion blob, int tries, CancellationToken cancellationToken) =>
        WriteAsync(blob, new() { [Tries] = $"{tries}", [Completed] = "True" }, cancellationToken);

    /// <summary>
    /// Writes why the blob is given up, then the receipt. The official host writes a message to the queue
    /// <c>webjobs-blobtrigger-poison</c> instead; the names and the first five properties are the same.
    /// </summary>
    public async Task SetAsideAsync(BlobVersion blob, int tries, string reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var poison = new
        {
            FunctionId = function.Function.Name,
            BlobType = nameof(BlobType.Block) + "Blob",
            ContainerName = function.Path.Container,
            BlobName = blob.Name,
            blob.ETag,
            Tries = tries,
            Reason = reason,
            At = at,
        };
        var upload = new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" } };
        var reasonBlob = _container.GetBlobClient(NameOf("webjobs-blobtrigger-poison", blob));
        await reasonBlob.UploadAsync(BinaryData.FromObjectAsJson(poison), upload, cancellationToken);
        await FinishAsync(blob, tries, cancellationToken);
    }

    /// <summary>The name of the blob's receipt, which is the key of what was loaded.</summary>
    public string NameOf(BlobVersion blob) => NameOf("blobreceipts", blob);

    private async Task WriteAsync(BlobVersion blob, Dictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        var upload = new BlobUploadOptions { Metadata = metadata };
        await _container.GetBlobClient(NameOf(blob)).UploadAsync(BinaryData.FromString(""), upload, cancellationToken);
    }

    // A blob's name may be as long as a blob's name may be: with the rest before it, its hash has to do.
    private string NameOf(string folder, BlobVersion blob)
    {
        var before = $"{folder}/{Path}/{blob.ETag}/{function.Path.Container}/";
        return before.Length + blob.Name.Length <= MaxNameLength
            ? before + blob.Name
            : before + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blob.Name)));
    }
}
