using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <content>Responses that were billed but can't be used or decoded.</content>
public sealed partial class TakeFiles
{
    private const string Unreadable = "unreadable";
    private const string Defect = "flaw";

    /// <summary>Stores an unusable response with its cost, which <see cref="CreditsSpentAsync(string, CancellationToken)"/> includes.</summary>
    internal Task AddUnusableAsync(TakeKey take, int segment, RawSpeech raw, string defect, CancellationToken cancellationToken)
    {
        var metadata = MetadataOf(raw);
        metadata[Defect] = defect;
        return _folder.TryAddAsync(take.UnusableBlob(segment), BinaryData.FromBytes(raw.Body), JsonType, metadata, cancellationToken);
    }

    internal async Task<UnusableResponse?> FindUnusableAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        await _folder.FindMetadataAsync(take.UnusableBlob(segment), cancellationToken) is { } metadata
            ? new UnusableResponse(ResponseIndex.IdsIn(metadata), metadata[Defect])
            : null;

    /// <summary>Marks a stored response that can't be decoded. For a copy of another take's or a dialogue's response, marks the original.</summary>
    internal async Task MarkUnreadableAsync(TakeKey take, SpeechSegment segment, RawSpeech raw, CancellationToken cancellationToken)
    {
        var source = raw.CopyOf;
        if (raw.IsDialogue && segment.Dialogue is { } dialogue)
        {
            var stored = take.RawBlob(dialogue.Index);
            // The dialogue may be a copy itself.
            source = await _folder.FindMetadataAsync(stored, cancellationToken) is { } metadata && metadata.TryGetValue(CopyOf, out var original)
                ? original
                : stored;
        }

        await _folder.AddMetadataAsync(source ?? take.RawBlob(segment.Index), Unreadable, "true", cancellationToken);
    }
}
