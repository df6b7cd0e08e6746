using Azure;

namespace AudioFunctions.Sessions;

/// <summary>What became of the wish to select a take.</summary>
public enum SelectionOutcome
{
    Selected,

    /// <summary>The beat has no such take.</summary>
    NoSuchTake,

    /// <summary>The beat is not in a version that the wish was about.</summary>
    OtherVersion,
}

/// <param name="Version">The beat's version then, where the take is selected.</param>
public readonly record struct Selection(SelectionOutcome Outcome, ETag Version = default);
