using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Storage;

namespace AudioFunctions.Takes;

/// <content>Responses of failed takes, which other takes of the beat use.</content>
public sealed partial class TakeFiles
{
    /// <summary>The segments of other takes that use the response, each as the take's id, a slash and its index; separated by spaces.</summary>
    private const string UsedBy = "used_by";

    /// <summary>Far more than wordings of a beat with the same words. A blob's metadata holds 8 KB; this is 1.</summary>
    private const int MaxUsers = 64;

    /// <summary>Reserves a failed take's response for one segment of another take, in one write.</summary>
    /// <param name="source">The blob of the response; of a copy, what it was copied from.</param>
    /// <param name="keeps">Whether the take with this id, which uses it, keeps it for itself.</param>
    /// <returns>False if it can't be decoded, or another segment keeps it.</returns>
    internal Task<bool> TryReserveAsync(
        string source, TakeKey take, int segment, Func<string, CancellationToken, Task<bool>> keeps, CancellationToken cancellationToken) =>
        StorageConflict.RetryOnConflictAsync(async () =>
        {
            var user = UserOf(take, segment);
            if (await _folder.FindPropertiesAsync(source, cancellationToken) is not { } found
                || !await IsFreeAsync(found.Metadata, user, keeps, cancellationToken))
            {
                return false;
            }

            var users = UsersOf(found.Metadata);
            if (!users.Contains(user))
                await _folder.SetMetadataAsync(source, found, UsedBy, string.Join(' ', users.Append(user).TakeLast(MaxUsers)), cancellationToken);
            return true;
        });

    /// <summary>Whether <see cref="TryReserveAsync"/> would reserve it now.</summary>
    internal async Task<bool> IsFreeAsync(
        string source, TakeKey take, int segment, Func<string, CancellationToken, Task<bool>> keeps, CancellationToken cancellationToken) =>
        await _folder.FindMetadataAsync(source, cancellationToken) is { } metadata
        && await IsFreeAsync(metadata, UserOf(take, segment), keeps, cancellationToken);

    private static async Task<bool> IsFreeAsync(
        IDictionary<string, string> metadata, string user, Func<string, CancellationToken, Task<bool>> keeps, CancellationToken cancellationToken)
    {
        if (metadata.ContainsKey(Unreadable))
            return false;
        foreach (var other in UsersOf(metadata).Where(other => other != user))
        {
            if (await keeps(other[..other.IndexOf('/', StringComparison.Ordinal)], cancellationToken))
                return false;
        }

        return true;
    }

    private static string UserOf(TakeKey take, int segment) => FormattableString.Invariant($"{take.Id}/{segment}");

    private static string[] UsersOf(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(UsedBy, out var users) ? users.Split(' ') : [];

    /// <summary>
    /// A failed take's response, as another take of the beat keeps it. The take that paid has no record, so the first one to be finished with the
    /// response shows its cost; later ones cost nothing. <see cref="CreditsSpentAsync(string, CancellationToken)"/> counts no copy.
    /// </summary>
    internal async Task<RawSpeech> CopyAsync(TakeKey from, int segment, RawSpeech raw, TakeKey to, CancellationToken cancellationToken)
    {
        var source = raw.CopyOf ?? from.RawBlob(segment);
        var blobs = await _folder.ListMetadataAsync(BeatPrefix(to.SessionId, to.BeatId), cancellationToken);
        var isShown = blobs.Any(blob => !blob.Key.StartsWith(to.BlobPrefix, StringComparison.Ordinal)
            && blob.Value.TryGetValue(CopyOf, out var copied) && copied == source
            && blobs.ContainsKey(TakeKey.MetadataBlobBeside(blob.Key)));
        return raw with { CopyOf = source, BilledCharacters = isShown ? 0 : raw.BilledCharacters };
    }

    /// <summary>The blobs of the responses that these takes of a beat have; of a copy, what it was copied from.</summary>
    internal async Task<IReadOnlySet<string>> FindResponsesAsync(
        string sessionId, string beatId, IReadOnlySet<string> takeIds, CancellationToken cancellationToken)
    {
        if (takeIds.Count == 0)
            return new HashSet<string>();
        var prefixes = takeIds.Select(id => new TakeKey(sessionId, beatId, id).RawBlobPrefix).ToList();
        var blobs = await _folder.ListMetadataAsync(BeatPrefix(sessionId, beatId), cancellationToken);
        return blobs
            .Where(blob => prefixes.Exists(prefix => blob.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(blob => blob.Value.TryGetValue(CopyOf, out var source) ? source : blob.Key)
            .ToHashSet(StringComparer.Ordinal);
    }
}
