using System.Globalization;
using AudioFunctions.Sessions;

namespace AudioFunctions.Takes;

/// <content>The costs of the stored responses.</content>
public sealed partial class TakeFiles
{
    /// <summary>The cost of a session's stored responses, as far as the service stated it. Copies cost nothing.</summary>
    public async Task<long> CreditsSpentAsync(string sessionId, CancellationToken cancellationToken) =>
        CostOf(await _folder.ListMetadataAsync($"{sessionId}/", cancellationToken));

    /// <summary>As <see cref="CreditsSpentAsync(string, CancellationToken)"/>, for one beat; lists only that beat's blobs.</summary>
    public async Task<long> CreditsSpentAsync(string sessionId, string beatId, CancellationToken cancellationToken)
    {
        var prefix = BeatPrefix(sessionId, beatId);
        var blobs = await _folder.ListMetadataAsync(prefix, cancellationToken);
        // The prefix of beat "a" also matches the blobs of beat "a_b".
        return CostOf(blobs.Where(blob => TakeKey.IsIdIn(blob.Key.AsSpan(prefix.Length))));
    }

    /// <summary>An unusable response and the complete copy of it were billed once.</summary>
    private static long CostOf(IEnumerable<KeyValuePair<string, IDictionary<string, string>>> blobs)
    {
        var byUse = blobs.ToLookup(blob => TakeKey.IsUnusable(blob.Key), blob => blob.Value);
        var usable = byUse[false].SelectMany(ResponseIndex.IdsIn).ToHashSet(StringComparer.Ordinal);
        return byUse[false].Sum(CostIn) + byUse[true].Where(metadata => !ResponseIndex.IdsIn(metadata).Any(usable.Contains)).Sum(CostIn);
    }

    private static long CostIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(Billed, out var count) && !metadata.ContainsKey(CopyOf) ? long.Parse(count, CultureInfo.InvariantCulture) : 0;

    /// <summary>The billed credits of a take's stored dialogue recordings, as far as the service stated them, by the dialogue's index.</summary>
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
