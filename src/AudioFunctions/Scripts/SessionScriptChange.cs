using AudioFunctions.Estimates;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;

namespace AudioFunctions.Scripts;

/// <summary>What replacing a session's script did, or would do. Property order is the order of the public JSON.</summary>
/// <param name="Version">Of the session's script; a dry run leaves it.</param>
/// <param name="Changed">False if the session has this script already.</param>
/// <param name="Status">Of the session then.</param>
/// <param name="ProductionStarted">Whether a production assembles, or speaks, what the lists say.</param>
/// <param name="Removed">Beats that the script does not have; an earlier script brings them back with their takes.</param>
/// <param name="Estimate">Of what is to be spoken.</param>
/// <param name="Credits">Null for the offline voice, and if the service could not say.</param>
/// <param name="Sufficient">Whether the credits left will do; null if they are not known.</param>
public sealed record SessionScriptChange(
    string SessionId,
    int Version,
    bool Changed,
    bool DryRun,
    SessionStatus Status,
    bool ProductionStarted,
    IReadOnlyList<ChangedBeat> Beats,
    IReadOnlyList<RemovedBeat> Removed,
    ChangeCounts Counts,
    EstimateTotal Estimate,
    CreditsLeft? Credits,
    bool? Sufficient,
    IReadOnlyList<string> Warnings)
{
    public static SessionScriptChange Of(SessionRecord session, int version, ScriptChange change, ScriptEstimate estimate) => new(
        session.SessionId,
        version,
        Changed: false,
        DryRun: false,
        session.Status,
        ProductionStarted: false,
        [.. change.Beats.Zip(estimate.Beats, ChangedBeat.Of)],
        change.Removed,
        new ChangeCounts(
            change.Count(BeatAction.Keep), change.Count(BeatAction.Assemble), change.Count(BeatAction.Speak), change.Removed.Count),
        estimate.Total,
        estimate.Credits,
        estimate.Sufficient,
        estimate.Warnings);
}

/// <param name="Characters">To be spoken.</param>
/// <param name="ExpectedCredits">Expected, not promised: what counts is the bill.</param>
/// <inheritdoc cref="BeatChange"/>
public sealed record ChangedBeat(
    string BeatId,
    string BeatName,
    BeatAction Action,
    ChangeReason? Reason,
    string? SelectedTakeId,
    TakeSourceName? Source,
    bool Locked,
    int Characters,
    int ExpectedCredits)
{
    public static ChangedBeat Of(BeatChange change, BeatEstimate estimate) => new(
        change.BeatId,
        change.BeatName,
        change.Action,
        change.Reason,
        change.SelectedTakeId,
        change.Source,
        change.Locked,
        estimate.Characters,
        estimate.ExpectedCredits);
}

/// <summary>How many beats become what.</summary>
public sealed record ChangeCounts(int Keep, int Assemble, int Speak, int Removed);
