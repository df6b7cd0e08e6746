namespace AudioFunctions.Sessions;

/// <summary>A person's marks on a take.</summary>
/// <param name="IsStarred">Whether somebody wants to find it again.</param>
/// <param name="IsHidden">Whether lists of takes fold it away; never the selected take.</param>
public sealed record TakeMarks(bool IsStarred, bool IsHidden);

public enum MarkOutcome
{
    Written,

    /// <summary>The current beats have no such take.</summary>
    NoSuchTake,

    /// <summary>The beat has changed since the version that the request names.</summary>
    OtherVersion,

    /// <summary>The take is selected, so it can't be hidden.</summary>
    IsSelected,
}
