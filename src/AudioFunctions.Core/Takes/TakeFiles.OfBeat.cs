using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using Azure;

namespace AudioFunctions.Takes;

/// <content>What the names and metadata of a beat's blobs say.</content>
public sealed partial class TakeFiles
{
    /// <summary>Marks the plan of an abandoned take whose responses no other take uses. A run that speaks the take removes it.</summary>
    private const string Forgotten = "forgotten";

    /// <summary>The takes that have a plan, recorded or not, without those that <see cref="ForgetAsync"/> marked.</summary>
    /// <param name="beatId">Null for all beats of the session.</param>
    internal async Task<IReadOnlyList<TakeKey>> FindPlansAsync(string sessionId, string? beatId, CancellationToken cancellationToken)
    {
        var blobs = await _folder.ListMetadataAsync(beatId is null ? $"{sessionId}/" : BeatPrefix(sessionId, beatId), cancellationToken);
        return [.. from blob in blobs
                   let take = TakeKey.Of(sessionId, blob.Key)
                   where blob.Key == take.PlanBlob && (beatId is null || take.BeatId == beatId) && !blob.Value.ContainsKey(Forgotten)
                   select take];
    }

    /// <summary>Leaves a take out of <see cref="FindPlansAsync"/>, unless a run is speaking it at the moment.</summary>
    internal async Task ForgetAsync(TakeKey take, CancellationToken cancellationToken)
    {
        try
        {
            await _folder.AddMetadataAsync(take.PlanBlob, Forgotten, "true", cancellationToken);
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            // A run acquired or renewed its lease.
        }
    }

    /// <summary>Whether a response of the take was unusable, and no complete copy of it is stored.</summary>
    public async Task<bool> LacksUsableResponseAsync(TakeKey take, CancellationToken cancellationToken)
    {
        var names = await _folder.ListAsync(take.BlobPrefix, cancellationToken);
        return names.Any(name => name.StartsWith(take.UnusableBlobPrefix, StringComparison.Ordinal)
            && !names.Contains(take.RawBlobPrefix + name[take.UnusableBlobPrefix.Length..]));
    }

    /// <summary>The assembled takes of a beat with responses of dialogues.</summary>
    internal async Task<IReadOnlyList<StoredDialogues>> FindDialoguesAsync(string sessionId, string beatId, CancellationToken cancellationToken)
    {
        var blobs = await _folder.ListMetadataAsync(BeatPrefix(sessionId, beatId), cancellationToken);
        return [.. from blob in blobs
                   let take = TakeKey.Of(sessionId, blob.Key)
                   let segment = take.SegmentOfRaw(blob.Key)
                   where take.BeatId == beatId && segment is not null
                   group (Index: segment.Value, IsCut: blob.Value.ContainsKey(Dialogue)) by take into stored
                   where stored.Any(raw => raw.Index < 0) && blobs.ContainsKey(stored.Key.MetadataBlob)
                   select new StoredDialogues(
                       stored.Key,
                       stored.Where(raw => raw.Index < 0).Select(raw => raw.Index).ToHashSet(),
                       stored.Where(raw => raw.Index >= 0 && !raw.IsCut).Select(raw => raw.Index).ToHashSet())];
    }
}
