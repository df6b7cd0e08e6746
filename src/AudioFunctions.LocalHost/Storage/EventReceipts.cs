using System.Security.Cryptography;
using System.Text;
using AudioFunctions.LocalHost.Jobs;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.LocalHost.Storage;

/// <summary>
/// Records the versions of blobs whose events a function has received, as empty blobs in the host's own container, so that a restart doesn't
/// post them again. After a kill at the wrong moment, an event can be posted twice; Event Grid may do so too.
/// </summary>
internal sealed class EventReceipts(BlobServiceClient account, BlobTrigger trigger)
{
    /// <summary>The host's own container, as on the official host.</summary>
    public const string Container = "azure-webjobs-hosts";
    private const string ScanReceipts = "blobreceipts/";

    private readonly BlobContainerClient _container = account.GetBlobContainerClient(Container);
    private readonly string _prefix = $"localhost-events/{trigger.Function}/{trigger.Container}/";
    private HashSet<string>? _known;

    public async Task<bool> HasAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        _known ??= await ReadAsync(cancellationToken);
        return _known.Contains(NameOf(blob));
    }

    public async Task AddAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        var name = NameOf(blob);
        await _container.GetBlobClient(_prefix + name).UploadAsync(BinaryData.FromString(""), overwrite: true, cancellationToken);
        _known!.Add(name);
    }

    private async Task<HashSet<string>> ReadAsync(CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var known = new HashSet<string>();
        await foreach (var receipt in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, _prefix, cancellationToken))
            known.Add(receipt.Name[_prefix.Length..]);
        await AddEarlierAsync(known, cancellationToken);
        return known;
    }

    /// <summary>
    /// Includes the receipts of a host that scans containers, <c>blobreceipts/{host}/{function}/{etag}/{container}/{name}</c>, so that blobs
    /// it has processed aren't processed again.
    /// </summary>
    private async Task AddEarlierAsync(HashSet<string> known, CancellationToken cancellationToken)
    {
        var options = new GetBlobsOptions { Prefix = ScanReceipts, Traits = BlobTraits.Metadata };
        await foreach (var receipt in _container.GetBlobsAsync(options, cancellationToken))
        {
            string[] parts = receipt.Name[ScanReceipts.Length..].Split('/', 5);
            if (parts is [_, var function, var version, var container, var name]
                && (function == trigger.Function || function == $"{FunctionType.Name}.{trigger.Function}")
                && container == trigger.Container
                && receipt.Metadata.ContainsKey("Completed"))
            {
                known.Add(NameOf(name, version));
            }
        }
    }

    private static string NameOf(BlobItem blob) => NameOf(blob.Name, blob.Properties.ETag.ToString()!);

    private static string NameOf(string name, string version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{version.Trim('"')}")));
}
