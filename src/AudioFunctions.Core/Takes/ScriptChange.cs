using System.Text.Json.Serialization;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;

namespace AudioFunctions.Takes;

/// <summary>What happens to a beat when its session's script is replaced.</summary>
public enum BeatAction
{
    /// <summary>It would be spoken as before: its takes and its selection stay.</summary>
    Keep,

    /// <summary>A new take is assembled from stored speech; no request is sent to the speech service.</summary>
    Assemble,

    /// <summary>It must be spoken, which is billed.</summary>
    Speak,
}

/// <summary>Why a beat isn't kept, or why it is kept although the script has other words for it.</summary>
public enum ChangeReason
{
    /// <summary>Only its pauses differ.</summary>
    Pauses,

    /// <summary>Another beat had the same words.</summary>
    Renamed,

    /// <summary>An earlier script had it too: it gets its takes from then back.</summary>
    Restored,

    New,

    /// <summary>Its words, voices or settings differ.</summary>
    Changed,

    /// <summary>It had no take before either.</summary>
    NotSpokenYet,

    /// <summary>Its speech could be reused, but is no longer stored, or another speech provider or model made it.</summary>
    StoredSpeechGone,

    /// <summary>It is locked: it keeps its words and its take, whatever the script says.</summary>
    Locked,
}

/// <param name="Reason">Null if the beat is kept because the script didn't change it.</param>
/// <param name="SelectedTakeId">The selected take after the script is replaced, or null.</param>
/// <param name="Source">The take from whose speech it is assembled, or null.</param>
public sealed record BeatChange(
    string BeatId, string BeatName, BeatAction Action, ChangeReason? Reason, string? SelectedTakeId, TakeSourceName? Source, bool Locked)
{
    /// <summary>The beat in the session's script afterwards: for a locked beat that differs, as it was before.</summary>
    [JsonIgnore]
    public required Beat Beat { get; init; }

    /// <summary>The existing wording of the session that has it; null if it is new.</summary>
    [JsonIgnore]
    public string? StandingWording { get; init; }
}

/// <summary>A beat that the new script doesn't have. Its takes are kept until the session is deleted.</summary>
public sealed record RemovedBeat(string BeatId, string BeatName);

/// <summary>The effects of replacing a session's script.</summary>
public sealed record ScriptChange(Script Script, IReadOnlyList<BeatChange> Beats, IReadOnlyList<RemovedBeat> Removed)
{
    public int Count(BeatAction action) => Beats.Count(beat => beat.Action == action);

    /// <summary>The ids of the beats that needn't be spoken.</summary>
    public IReadOnlyCollection<string> NotSpoken =>
        [.. Beats.Where(beat => beat.Action != BeatAction.Speak).Select(beat => beat.BeatId)];

    /// <param name="scriptName">The name of the new version, which names the wordings that it adds.</param>
    public SessionOutline Outline(int version, string scriptName) => new(
        version,
        scriptName,
        [.. Beats.Select(beat => OutlinedBeat.Of(beat.Beat, beat.StandingWording ?? scriptName, beat.Source))]);
}
