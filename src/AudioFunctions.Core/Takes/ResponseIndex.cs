using System.Security.Cryptography;
using System.Text;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Takes;

/// <summary>
/// Maps the speech service's ids to stored raw responses, over all sessions: a blob per id, which contains the name of the response's blob. It is
/// only an index: an id is taken if the response it names is stored and has that id. An entry without a stored response is a claim. Claims keep
/// two segments from using the same response, whether it just arrived or came from the service's history.
/// </summary>
internal sealed class ResponseIndex(BlobFolder takes, BlobFolder index)
{
    public const string ContainerName = "speech-answers";
    public const string RequestId = "request_id";
    public const string HistoryItemId = "history_item_id";

    /// <summary>Longer than it takes to fetch and store a response: an older claim was abandoned.</summary>
    internal static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(2);

    private const string TextType = "text/plain";
    private const int MaxDeletesAtOnce = 8;

    /// <summary>Writes the ids of a response into its blob's metadata.</summary>
    public static void Write(RawSpeech raw, Dictionary<string, string> metadata)
    {
        if (raw.RequestId is { } request)
            metadata[RequestId] = request;
        if (raw.HistoryItemId is { } item)
            metadata[HistoryItemId] = item;
    }

    public static IReadOnlyList<string> IdsIn(IDictionary<string, string> metadata) =>
        [.. new[] { RequestId, HistoryItemId }.Where(metadata.ContainsKey).Select(name => metadata[name]).Distinct()];

    /// <summary>Adds a stored response. Existing entries are kept, because a copy has the ids of its original.</summary>
    public Task AddAsync(IReadOnlyList<string> ids, string blob, CancellationToken cancellationToken) =>
        Task.WhenAll(ids.Select(id => TryAddAsync(id, blob, cancellationToken)));

    /// <summary>Claims a response of the service for the blob that it will be stored as.</summary>
    /// <returns>False if a stored response has one of the ids, or another run claimed it recently.</returns>
    public async Task<bool> TryClaimAsync(IReadOnlyList<string> ids, string blob, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (!await TryClaimAsync(id, blob, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>Whether the first id is claimed for this blob: ids are claimed in order.</summary>
    public async Task<bool> IsClaimedForAsync(IReadOnlyList<string> ids, string blob, CancellationToken cancellationToken) =>
        await index.ReadAsync(EntryOf(ids[0]), cancellationToken) is { } entry && entry.Content.ToString() == blob;

    /// <summary>Moves claims to another blob, where the response is stored; entries of other responses are kept.</summary>
    public async Task MoveAsync(IReadOnlyList<string> ids, string from, string to, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (await index.ReadAsync(EntryOf(id), cancellationToken) is not { } entry)
                await TryAddAsync(id, to, cancellationToken);
            else if (entry.Content.ToString() == from)
                await TryWriteAsync(id, to, entry, cancellationToken);
        }
    }

    /// <summary>Releases claims; entries of other responses are kept.</summary>
    public async Task ReleaseAsync(IEnumerable<string> ids, string blob, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            await RemoveAsync(id, name => name == blob, cancellationToken);
    }

    /// <summary>Removes abandoned claims: entries whose response isn't stored.</summary>
    /// <param name="prefix">The prefix of the entries' names, which are hexadecimal.</param>
    /// <returns>The number of removed entries.</returns>
    public async Task<int> RemoveLeftClaimsAsync(string prefix, DateTimeOffset writtenBefore, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var (name, _) in (await index.ListWritesAsync(prefix, cancellationToken)).Where(entry => entry.Value < writtenBefore))
        {
            if (await index.ReadAsync(name, cancellationToken) is not { } entry
                || await takes.ExistsAsync(entry.Content.ToString(), cancellationToken))
            {
                continue;
            }

            await index.TryDeleteAsync(name, entry.Details.ETag, cancellationToken);
            removed++;
        }

        return removed;
    }

    /// <summary>Removes the entries of these ids that name a blob with this prefix.</summary>
    public Task RemoveAsync(IReadOnlyList<string> ids, string prefix, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ids,
        new ParallelOptions { MaxDegreeOfParallelism = MaxDeletesAtOnce, CancellationToken = cancellationToken },
        async (id, token) => await RemoveAsync(id, name => name.StartsWith(prefix, StringComparison.Ordinal), token));

    /// <summary>The ids come from the service, so they may contain any character.</summary>
    private static string EntryOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private Task<bool> TryAddAsync(string id, string blob, CancellationToken cancellationToken) =>
        index.TryAddAsync(EntryOf(id), BinaryData.FromString(blob), TextType, metadata: null, cancellationToken);

    private async Task<bool> TryClaimAsync(string id, string blob, CancellationToken cancellationToken)
    {
        if (await TryAddAsync(id, blob, cancellationToken))
            return true;
        // It was released just now; the next attempt claims it.
        if (await index.ReadWithAgeAsync(EntryOf(id), cancellationToken) is not var (entry, age))
            return false;

        var holder = entry.Content.ToString();
        if (holder == blob)
            return true;
        if (await takes.FindMetadataAsync(holder, cancellationToken) is { } stored && IdsIn(stored).Contains(id))
            return false;
        return age >= ClaimLifetime && await TryWriteAsync(id, blob, entry, cancellationToken);
    }

    private Task<bool> TryWriteAsync(string id, string blob, BlobDownloadResult over, CancellationToken cancellationToken) =>
        index.TryWriteAsync(
            EntryOf(id), BinaryData.FromString(blob).ToStream(), TextType, metadata: null, over.Details.ETag, cancellationToken);

    private async Task RemoveAsync(string id, Func<string, bool> isOurs, CancellationToken cancellationToken)
    {
        if (await index.ReadAsync(EntryOf(id), cancellationToken) is { } entry && isOurs(entry.Content.ToString()))
            await index.TryDeleteAsync(EntryOf(id), entry.Details.ETag, cancellationToken);
    }
}
