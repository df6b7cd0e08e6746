namespace AudioFunctions.Sessions;

/// <summary>How a session that stands differs from one that was asked for under the same id.</summary>
public enum SessionDifference
{
    None,

    OtherProject,

    /// <summary>One is kept as a draft, the other produced.</summary>
    OtherKind,
}
