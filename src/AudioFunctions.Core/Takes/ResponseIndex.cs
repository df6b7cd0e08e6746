using System.Security.Cryptography;
using System.Text;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Takes;

/// <summary>
/// Which raw answer has which of the speech service's ids, over all sessions: a blob for each id, with the answer's name in it. It is only
/// an index: an id is taken if the answer it names is stored and has that id. An entry without a stored answer is a claim, which keeps two
/// segments from taking the same answer, one as it arrives and one from the service's history, or both from there.
/// </summary>
internal sealed class ResponseIndex(BlobFolder takes, BlobFolder index)
{
    public const string ContainerName = "speech-answers";
    public const string RequestId = "request_id";
    public const string HistoryItemId = "history_item_id";

    /// <summary>Longer than it takes to fetch an answer and store it: a claim older than this was left behind.</summary>
    internal static readonly TimeSpan ClaimLifetime = TimeSpan.FromMinutes(2);

    private const string TextType = "text/plain";
    private const int MaxDeletesAtOnce = 8;

    /// <summary>Puts an answer's ids into its blob's metadata.</summary>
    public static void Write(RawSpeech raw, Dictionary<string, string> metadata)
    {
        if (raw.RequestId is { } request)
            metadata[RequestId] = request;
        if (raw.HistoryItemId is { } item)
            metadata[HistoryItemId] = item;
    }

    public static IReadOnlyList<string> IdsIn(IDictionary<string, string> metadata) =>
        [.. new[] { RequestId, HistoryItemId }.Where(metadata.ContainsKey).Select(name => metadata[name]).Distinct()];

    /// <summary>Adds a stored answer. An id that is there already is left: a copy has the ids of what it was copied from.</summary>
    public Task AddAsync(IReadOnlyList<string> ids, string answer, CancellationToken cancellationToken) =>
        Task.WhenAll(ids.Select(id => TryAddAsync(id, answer, cancellationToken)));

    /// <summary>Claims an answer of the service for the blob that it will be stored as.</summary>
    /// <returns>False if a stored answer has one of the ids, or somebody else claimed it a moment ago.</returns>
    public async Task<bool> TryClaimAsync(IReadOnlyList<string> ids, string answer, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (!await TryClaimAsync(id, answer, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>Whether the first of the ids is this answer's: ids are claimed in their order.</summary>
    public async Task<bool> IsClaimedForAsync(IReadOnlyList<string> ids, string answer, CancellationToken cancellationToken) =>
        await index.ReadAsync(EntryOf(ids[0]), cancellationToken) is { } entry && entry.Content.ToString() == answer;

    /// <summary>Lets claims name another blob, in which the answer is stored; entries of other answers are left.</summary>
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

    /// <summary>Gives up claims; entries of other answers are left.</summary>
    public async Task ReleaseAsync(IEnumerable<string> ids, string answer, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
            await RemoveAsync(id, name => name == answer, cancellationToken);
    }

    /// <summary>Removes claims that were left behind: entries of which the named answer is not stored.</summary>
    /// <param name="prefix">Of the entries' names, which are hexadecimal.</param>
    /// <returns>How many.</returns>
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

    /// <summary>Removes the entries of these ids that name an answer whose name begins like this.</summary>
    public Task RemoveAsync(IReadOnlyList<string> ids, string prefix, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        ids,
        new ParallelOptions { MaxDegreeOfParallelism = MaxDeletesAtOnce, CancellationToken = cancellationToken },
        async (id, token) => await RemoveAsync(id, name => name.StartsWith(prefix, StringComparison.Ordinal), token));

    /// <summary>The ids are the service's: they may hold anything.</summary>
    private static string EntryOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    private Task<bool> TryAddAsync(string id, string answer, CancellationToken cancellationToken) =>
        index.TryAddAsync(EntryOf(id), BinaryData.FromString(answer), TextType, metadata: null, cancellationToken);

    private async Task<bool> TryClaimAsync(string id, string answer, CancellationToken cancellationToken)
    {
        if (await TryAddAsync(id, answer, cancellationToken))
            return true;
        // Released a moment ago: the next look claims it.
        if (await index.ReadWithAgeAsync(EntryOf(id), cancellationToken) is not var (entry, age))
            return false;

        var holder = entry.Content.ToString();
        if (holder == answer)
            return true;
        if (await takes.FindMetadataAsync(holder, cancellationToken) is { } stored && IdsIn(stored).Contains(id))
            return false;
        return age >= ClaimLifetime && await TryWriteAsync(id, answer, entry, cancellationToken);
    }

    private Task<bool> TryWriteAsync(string id, string answer, BlobDownloadResult over, CancellationToken cancellationToken) =>
        index.TryWriteAsync(
            EntryOf(id), BinaryData.FromString(answer).ToStream(), TextType, metadata: null, over.Details.ETag, cancellationToken);

    private async Task RemoveAsync(string id, Func<string, bool> isOurs, CancellationToken cancellationToken)
    {
        if (await index.ReadAsync(EntryOf(id), cancellationToken) is { } entry && isOurs(entry.Content.ToString()))
            await index.TryDeleteAsync(EntryOf(id), entry.Details.ETag, cancellationToken);
    }
}
