using Azure;

namespace AudioFunctions.Sessions;

/// <summary>The result of selecting a take.</summary>
public enum SelectionOutcome
{
    Selected,

    /// <summary>The beat has no such take.</summary>
    NoSuchTake,

    /// <summary>The beat has changed since the version that the request names.</summary>
    OtherVersion,
}

/// <param name="Version">The beat's version after the selection.</param>
public readonly record struct Selection(SelectionOutcome Outcome, ETag Version = default);
