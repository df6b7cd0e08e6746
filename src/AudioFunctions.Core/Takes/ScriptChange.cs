using System.Text.Json.Serialization;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;

namespace AudioFunctions.Takes;

/// <summary>What becomes of a beat when its session's script is replaced.</summary>
public enum BeatAction
{
    /// <summary>It would be spoken as before: its takes and its selection stay.</summary>
    Keep,

    /// <summary>A new take is made of stored speech; nothing is asked of the speech service.</summary>
    Assemble,

    /// <summary>It has to be spoken, and paid for.</summary>
    Speak,
}

/// <summary>Why a beat is not simply kept, or why it is although the script has other words for it.</summary>
public enum ChangeReason
{
    /// <summary>Only its pauses differ.</summary>
    Pauses,

    /// <summary>Another beat had the same words.</summary>
    Renamed,

    /// <summary>It stands in an earlier script, too: it has the takes again that it had there.</summary>
    Restored,

    New,

    /// <summary>Its words, voices or settings differ.</summary>
    Changed,

    /// <summary>It had no take before either.</summary>
    NotSpokenYet,

    /// <summary>Its speech would serve, but it is not stored any more, or another speech provider or model made it.</summary>
    StoredSpeechGone,

    /// <summary>It is locked: it keeps the words and the take that it has, whatever the script says.</summary>
    Locked,
}

/// <param name="Reason">Null if the beat is kept because the script says the same.</param>
/// <param name="SelectedTakeId">The take that it has selected once the script is replaced, or null.</param>
/// <param name="Source">The take whose speech it is assembled from, or null.</param>
public sealed record BeatChange(
    string BeatId, string BeatName, BeatAction Action, ChangeReason? Reason, string? SelectedTakeId, TakeSourceName? Source, bool Locked)
{
    /// <summary>The beat as it stands in the session's script then: of a locked beat that differs, as it was.</summary>
    [JsonIgnore]
    public required Beat Beat { get; init; }

    /// <summary>The wording that the session has it in already; null if it is a new one.</summary>
    [JsonIgnore]
    public string? StandingWording { get; init; }
}

/// <summary>A beat that the new script does not have. Its takes are kept until the session is deleted.</summary>
public sealed record RemovedBeat(string BeatId, string BeatName);

/// <summary>What replacing a session's script does.</summary>
public sealed record ScriptChange(Script Script, IReadOnlyList<BeatChange> Beats, IReadOnlyList<RemovedBeat> Removed)
{
    public int Count(BeatAction action) => Beats.Count(beat => beat.Action == action);

    /// <summary>The ids of the beats of which nothing is to be spoken.</summary>
    public IReadOnlyCollection<string> NotSpoken =>
        [.. Beats.Where(beat => beat.Action != BeatAction.Speak).Select(beat => beat.BeatId)];

    /// <param name="scriptName">Of the new version: it names the wordings that the script brings in.</param>
    public SessionOutline Outline(int version, string scriptName) => new(
        version,
        scriptName,
        [.. Beats.Select(beat => OutlinedBeat.Of(beat.Beat, beat.StandingWording ?? scriptName, beat.Source))]);
}
