using AudioFunctions.Estimates;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;

namespace AudioFunctions.Scripts;

/// <summary>What replacing a session's script changes. Property order is the order of the public JSON.</summary>
/// <param name="Version">The script's version after the change; a dry run doesn't change it.</param>
/// <param name="Changed">False if the session already has this script.</param>
/// <param name="Status">The session's status after the change.</param>
/// <param name="ProductionStarted">Whether a production was started to assemble, or speak, the listed beats.</param>
/// <param name="Removed">Beats that the script doesn't have; an earlier script restores them with their takes.</param>
/// <param name="Estimate">The estimate for the beats to speak.</param>
/// <param name="Credits">Null for the offline voice, and if the service didn't report them.</param>
/// <param name="Sufficient">Whether there are enough credits; null if unknown.</param>
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

/// <param name="Characters">Number of characters to speak.</param>
/// <param name="ExpectedCredits">An estimate; the actual cost may differ.</param>
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

/// <summary>Number of beats per action.</summary>
public sealed record ChangeCounts(int Keep, int Assemble, int Speak, int Removed);
