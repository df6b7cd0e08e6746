using AudioFunctions.Sessions;
using AudioFunctions.Voices;

namespace AudioFunctions.Production;

/// <summary>Input of the activities that read the session's script.</summary>
/// <param name="ParsedVersion">The version of the stored parsed script; null if there is none.</param>
public sealed record ScriptInput(string SessionId, string? ProjectName, string? ScriptSessionId, string? ParsedVersion = null);

/// <param name="ReuseTakeId">A take of the same beat whose stored responses are used if text, voice and settings are the same.</param>
/// <param name="SeedOffset">Tells further takes of the same words apart; null for the first.</param>
/// <param name="RulesOf">The production run whose pronunciation rules apply; null for the project's current rules.</param>
/// <param name="Retake">The one line to speak, and the take that has the others; null if every line is spoken.</param>
/// <param name="InstanceId">The instance that makes the take; null in an old history.</param>
public sealed record SynthesizeInput(
    TakeKey Take,
    RegenerateSettings Regenerate,
    string? ReuseTakeId = null,
    int? SeedOffset = null,
    string? RulesOf = null,
    TakeLine? Retake = null,
    string? InstanceId = null);

/// <param name="Select">Whether to select the take even if the beat has a selected one.</param>
/// <param name="Rivals">Earlier takes of this production; the take replaces one of them as the selected one if its verdict is better.</param>
public sealed record PersistInput(TakeKey Take, int AudioDurationMs, bool Select = false, IReadOnlyList<string>? Rivals = null);

/// <param name="BeatIds">The beats that a production has spoken.</param>
public sealed record SpokenBeatsInput(string SessionId, IReadOnlyList<string> BeatIds);

public sealed record BeatInput(string SessionId, string BeatId);

/// <param name="FailedTakeId">The take whose stored responses the next attempt may use, or null.</param>
public sealed record BeatFailureInput(string SessionId, string BeatId, BeatError Error, string? FailedTakeId);

/// <param name="Error">Why none of these beats was spoken.</param>
/// <param name="Takes">The takes that the production would have made of them: an interrupted run may have begun one.</param>
public sealed record NotSpokenInput(string SessionId, IReadOnlyList<string> BeatIds, BeatError Error, IReadOnlyList<TakeKey>? Takes = null);

/// <param name="Takes">Takes that an interrupted run may have begun, and that this one doesn't finish.</param>
public sealed record UnfinishedTakesInput(string SessionId, IReadOnlyList<TakeKey> Takes);

/// <param name="TakeSeed">The seed of the production that ended.</param>
public sealed record SessionStatusInput(string SessionId, SessionStatus Status, string TakeSeed);
