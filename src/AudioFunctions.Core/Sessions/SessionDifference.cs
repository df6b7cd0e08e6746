namespace AudioFunctions.Sessions;

/// <summary>How an existing session differs from a requested one with the same id.</summary>
public enum SessionDifference
{
    None,

    OtherProject,

    /// <summary>One stays a draft, the other is produced.</summary>
    OtherKind,
}
