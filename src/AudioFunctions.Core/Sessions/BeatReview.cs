namespace AudioFunctions.Sessions;

/// <summary>A listener's verdict on a beat's selected take; a selection alone doesn't mean that somebody has listened.</summary>
public enum ReviewState
{
    Approved,

    /// <summary>The beat needs another take.</summary>
    Redo,
}

/// <summary>A person's review of a beat.</summary>
/// <param name="State">Verdict on the selected take, cleared when another is selected. Null if there is none.</param>
/// <param name="IsLocked">Whether the beat is never spoken again.</param>
public sealed record BeatReview(ReviewState? State, string? Note, bool IsLocked)
{
    public const int MaxNoteLength = 2000;
}

public enum ReviewOutcome
{
    Written,

    /// <summary>The beat has changed since the version that the request names.</summary>
    OtherVersion,

    NoSuchBeat,
}
