namespace AudioFunctions.Speech;

/// <summary>
/// What is kept of the requests for one segment, so that none is paid for twice. The product's is in storage and outlives the process.
/// </summary>
public interface IRequestJournal
{
    /// <summary>Names the segment: an answer found for it may be taken again by it, and by nobody else.</summary>
    string Owner { get; }

    /// <summary>What an earlier run noted and left open, or null.</summary>
    Task<RequestNote?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the note; called before each request is sent. Null: no request is open any more.</summary>
    Task NoteAsync(RequestNote? note, CancellationToken cancellationToken);

    /// <summary>Passes if the request may be sent. Called right before each one, after its note and all waits: what allowed it may be long ago.</summary>
    /// <exception cref="SpeechException">It may not be sent, for instance because the production was cancelled.</exception>
    Task RequireAllowedAsync(CancellationToken cancellationToken);

    /// <summary>Reserves an answer, wherever it came from, before it is stored.</summary>
    /// <param name="ids">The answer's ids at the service, at least one.</param>
    /// <returns>False if a stored take, or another segment, has it.</returns>
    Task<bool> TryClaimAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Whether this segment reserved the answer before: it is its own, and an earlier run died before it stored it.</summary>
    Task<bool> HoldsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Stores an answer that is paid for and can't be used, with its cost. Its ids stay reserved: a whole copy may be found.
    /// </summary>
    /// <param name="flaw">What is wrong with it, as the rest of a sentence.</param>
    Task KeepUnusableAsync(RawSpeech answer, string flaw, CancellationToken cancellationToken);

    /// <summary>The answer that an earlier run kept as unusable, or null. That run may have died before it noted it.</summary>
    Task<UnusableAnswer?> FindUnusableAsync(CancellationToken cancellationToken);

    /// <summary>The history has no whole copy of an unusable answer: its ids are reserved for good.</summary>
    Task GiveUpAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Gives back what could not be used after all.</summary>
    Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);
}
