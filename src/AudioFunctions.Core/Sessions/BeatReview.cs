namespace AudioFunctions.Sessions;

/// <summary>What a person who has listened says of a beat. That a take is selected says nothing of the kind.</summary>
public enum ReviewState
{
    Approved,

    /// <summary>To be spoken again, or differently.</summary>
    Redo,
}

/// <summary>What people have put down about a beat.</summary>
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
