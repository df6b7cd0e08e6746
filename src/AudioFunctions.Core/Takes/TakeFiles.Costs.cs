using System.Globalization;

namespace AudioFunctions.Takes;

/// <content>What the stored answers have cost.</content>
public sealed partial class TakeFiles
{
    /// <summary>What the stored answers of a session have cost, as far as the service said. Copies have cost nothing.</summary>
    public async Task<long> CreditsSpentAsync(string sessionId, CancellationToken cancellationToken) =>
        CostOf(await _folder.ListMetadataAsync($"{sessionId}/", cancellationToken));

    /// <summary>As <see cref="CreditsSpentAsync(string, CancellationToken)"/>, of one beat, listing no other beat's blobs.</summary>
    public async Task<long> CreditsSpentAsync(string sessionId, string beatId, CancellationToken cancellationToken)
    {
        var prefix = BeatPrefix(sessionId, beatId);
        var blobs = await _folder.ListMetadataAsync(prefix, cancellationToken);
        // Beat "a" is not beat "a_b", though the names of the latter's blobs begin like the former's.
        return CostOf(blobs.Where(blob => TakeKey.IsIdIn(blob.Key.AsSpan(prefix.Length))));
    }

    /// <summary>An answer that can't be used and the whole copy of it were paid for once.</summary>
    private static long CostOf(IEnumerable<KeyValuePair<string, IDictionary<string, string>>> blobs)
    {
        var byUse = blobs.ToLookup(blob => TakeKey.IsUnusable(blob.Key), blob => blob.Value);
        var usable = byUse[false].SelectMany(ResponseIndex.IdsIn).ToHashSet(StringComparer.Ordinal);
        return byUse[false].Sum(CostIn) + byUse[true].Where(metadata => !ResponseIndex.IdsIn(metadata).Any(usable.Contains)).Sum(CostIn);
    }

    private static long CostIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Billed, out var count) && !metadata.ContainsKey(CopyOf) ? long.Parse(count, CultureInfo.InvariantCulture) : 0;

    /// <summary>What the stored recordings of a take's dialogues were billed, as far as the service said, by their indexes.</summary>
    internal async Task<IReadOnlyDictionary<int, int?>> DialogueCostsAsync(TakeKey take, TakePlan plan, CancellationToken cancellationToken)
    {
        var costs = new Dictionary<int, int?>();
        foreach (var dialogue in plan.Dialogues)
        {
            if (await _folder.FindMetadataAsync(take.RawBlob(dialogue.Index), cancellationToken) is { } metadata)
                costs.Add(dialogue.Index, BilledIn(metadata));
        }

        return costs;
    }
}
