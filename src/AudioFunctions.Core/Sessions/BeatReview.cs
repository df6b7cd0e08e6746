namespace AudioFunctions.Sessions;

/// <summary>A listener's verdict on a beat's selected take. A selection alone says nothing of whether somebody has listened.</summary>
public enum ReviewState
{
    Approved,

    /// <summary>To be spoken again, or differently.</summary>
    Redo,
}

/// <summary>A person's review of a beat.</summary>
/// <param name="State">Of the selected take: it goes when another one is selected. Null if nobody has said anything of that take.</param>
/// <param name="IsLocked">Whether the beat is never spoken again.</param>
public sealed record BeatReview(ReviewState? State, string? Note, bool IsLocked)
{
    public const int MaxNoteLength = 2000;
}

public enum ReviewOutcome
{
    Written,

    /// <summary>The beat isn't in a version that the change is about.</summary>
    OtherVersion,

    NoSuchBeat,
}
