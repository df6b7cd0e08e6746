using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Production;

/// <summary>Input of the activities that read the session's script.</summary>
public sealed record ScriptInput(string SessionId, string? ProjectName, string? ScriptSessionId);

/// <param name="ReuseTakeId">A take of the same beat whose stored answers are used where they are to the same text, voice and settings.</param>
public sealed record SynthesizeInput(TakeKey Take, RegenerateSettings Regenerate, string? ReuseTakeId = null);

public sealed record PersistInput(TakeKey Take, int AudioDurationMs);

/// <param name="FailedTakeId">The take whose stored answers another try may use, or null.</param>
public sealed record BeatFailureInput(string SessionId, string BeatId, BeatError Error, string? FailedTakeId);

public sealed record SessionStatusInput(string SessionId, SessionStatus Status);

/// <param name="Select">False only asks which take is selected.</param>
public sealed record SelectTakeInput(TakeKey Take, bool Select);
