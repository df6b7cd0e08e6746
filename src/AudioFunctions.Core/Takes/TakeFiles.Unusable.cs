using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <content>Answers that are paid for, and can't be used or decoded.</content>
public sealed partial class TakeFiles
{
    private const string Unreadable = "unreadable";
    private const string Flaw = "flaw";

    /// <summary>Stores an answer that can't be used, with its cost: <see cref="CreditsSpentAsync(string, CancellationToken)"/> counts it.</summary>
    internal Task AddUnusableAsync(TakeKey take, int segment, RawSpeech raw, string flaw, CancellationToken cancellationToken)
    {
        var metadata = MetadataOf(raw);
        metadata[Flaw] = flaw;
        return _folder.TryAddAsync(take.UnusableBlob(segment), BinaryData.FromBytes(raw.Body), JsonType, metadata, cancellationToken);
    }

    internal async Task<UnusableAnswer?> FindUnusableAsync(TakeKey take, int segment, CancellationToken cancellationToken) =>
        await _folder.FindMetadataAsync(take.UnusableBlob(segment), cancellationToken) is { } metadata
            ? new UnusableAnswer(ResponseIndex.IdsIn(metadata), metadata[Flaw])
            : null;

    /// <summary>Marks a stored answer as one that can't be decoded. A copy of another take's answer, or of a dialogue's, marks that.</summary>
    internal Task MarkUnreadableAsync(TakeKey take, SpeechSegment segment, RawSpeech raw, CancellationToken cancellationToken)
    {
        var index = raw.IsDialogue && segment.Dialogue is { } dialogue ? dialogue.Index : segment.Index;
        return _folder.AddMetadataAsync(raw.CopyOf ?? take.RawBlob(index), Unreadable, "true", cancellationToken);
    }

    /// <summary>Whether the answer, or what it is a copy of, turned out not to be decodable.</summary>
    internal async Task<bool> IsUnreadableAsync(TakeKey take, int segment, RawSpeech raw, CancellationToken cancellationToken) =>
        (await _folder.FindMetadataAsync(raw.CopyOf ?? take.RawBlob(segment), cancellationToken))?.ContainsKey(Unreadable) == true;
}
