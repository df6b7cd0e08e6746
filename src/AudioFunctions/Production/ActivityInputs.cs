using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Production;

/// <summary>Input of the activities that read the session's script.</summary>
/// <param name="ParsedVersion">In which the script was stored as parsed; null if it was not.</param>
public sealed record ScriptInput(string SessionId, string? ProjectName, string? ScriptSessionId, string? ParsedVersion = null);

/// <param name="ReuseTakeId">A take of the same beat whose stored answers are used if they are to the same text, voice and settings.</param>
/// <param name="SeedOffset">Of a further take of the same words; null of the first.</param>
/// <param name="RulesOf">The production's run whose pronunciation rules count; null for the project's rules of today.</param>
/// <param name="Retake">The one line to speak, and the take that has the others; null if every line is spoken.</param>
public sealed record SynthesizeInput(
    TakeKey Take, RegenerateSettings Regenerate, string? ReuseTakeId = null, int? SeedOffset = null, string? RulesOf = null, TakeLine? Retake = null);

/// <param name="Select">Whether the take becomes the selected one; else only if the beat has none.</param>
/// <param name="Rivals">Earlier takes of this production: it is selected in place of one of them if its verdict is better.</param>
public sealed record PersistInput(TakeKey Take, int AudioDurationMs, bool Select = false, IReadOnlyList<string>? Rivals = null);

/// <param name="BeatIds">Those that a production has spoken.</param>
public sealed record SpokenBeatsInput(string SessionId, IReadOnlyList<string> BeatIds);

public sealed record BeatInput(string SessionId, string BeatId);

/// <param name="FailedTakeId">The take whose stored answers another try may use, or null.</param>
public sealed record BeatFailureInput(string SessionId, string BeatId, BeatError Error, string? FailedTakeId);

/// <param name="Error">Why none of these beats was spoken.</param>
/// <param name="Takes">The takes that the production would have made of them: a run that was broken off may have begun one.</param>
public sealed record NotSpokenInput(string SessionId, IReadOnlyList<string> BeatIds, BeatError Error, IReadOnlyList<TakeKey>? Takes = null);

/// <param name="Takes">Takes that a run that was broken off may have begun, and that this one leaves.</param>
public sealed record UnfinishedTakesInput(string SessionId, IReadOnlyList<TakeKey> Takes);

/// <param name="TakeSeed">Of the production that has got to its end.</param>
public sealed record SessionStatusInput(string SessionId, SessionStatus Status, string TakeSeed);
