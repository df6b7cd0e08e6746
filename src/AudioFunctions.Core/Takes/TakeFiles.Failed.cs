using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <content>Responses of failed takes, which other takes of the beat use.</content>
public sealed partial class TakeFiles
{
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
        var prefixes = takeIds.Select(id => new TakeKey(sessionId, beatId, id).RawBlobPrefix).ToList();
        var blobs = await _folder.ListMetadataAsync(BeatPrefix(sessionId, beatId), cancellationToken);
        return blobs
            .Where(blob => prefixes.Exists(prefix => blob.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .Select(blob => blob.Value.TryGetValue(CopyOf, out var source) ? source : blob.Key)
            .ToHashSet(StringComparer.Ordinal);
    }
}
