namespace AudioFunctions.Sessions;

/// <summary>draft → generating → in_progress → (completed, set by a person) → exported.</summary>
public enum SessionStatus
{
    /// <summary>Accepted; the production has not begun.</summary>
    Draft,

    /// <summary>The production is under way.</summary>
    Generating,

    /// <summary>The production has ended; takes can be reviewed.</summary>
    InProgress,

    /// <summary>A person has marked it as completed.</summary>
    Completed,

    /// <summary>The selected takes were exported.</summary>
    Exported,
}
