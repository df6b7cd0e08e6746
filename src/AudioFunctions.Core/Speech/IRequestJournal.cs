namespace AudioFunctions.Speech;

/// <summary>
/// A record of the requests for one segment, so that none is billed twice. The product keeps it in storage, where it outlives the process.
/// </summary>
public interface IRequestJournal
{
    /// <summary>Names the segment: only this segment may claim again a response that was found for it.</summary>
    string Owner { get; }

    /// <summary>The note that an earlier run left open, or null.</summary>
    Task<RequestNote?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Stores the note; called before each request is sent. Null: no request is open any more.</summary>
    Task NoteAsync(RequestNote? note, CancellationToken cancellationToken);

    /// <summary>Returns if the request may be sent. Called right before each request, after its note and all waits, because they may take long.</summary>
    /// <exception cref="SpeechException">It may not be sent, for instance because the production was cancelled.</exception>
    Task RequireAllowedAsync(CancellationToken cancellationToken);

    /// <summary>Claims a response, wherever it came from, before it is stored.</summary>
    /// <param name="ids">The service's ids of the response, at least one.</param>
    /// <returns>False if a stored take or another segment has it.</returns>
    Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Whether this segment claimed the response before: an earlier run of it died before it stored the response.</summary>
    Task<bool> HoldsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a response that was billed but is unusable, with its cost. Its ids stay claimed, because a complete copy may be found.
    /// </summary>
    /// <param name="defect">What is wrong with it, worded as the rest of a sentence.</param>
    Task KeepUnusableAsync(RawSpeech response, string defect, CancellationToken cancellationToken);

    /// <summary>The unusable response that an earlier run stored, or null. That run may have died before it noted it.</summary>
    Task<UnusableResponse?> FindUnusableAsync(CancellationToken cancellationToken);

    /// <summary>The history has no complete copy of an unusable response: its ids stay claimed forever.</summary>
    Task GiveUpAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Releases a response that wasn't used.</summary>
    Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}
