using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Production;

/// <summary>Input of the activities that read the session's script.</summary>
public sealed record ScriptInput(string SessionId, string? ProjectName, string? ScriptSessionId);

public sealed record SynthesizeInput(TakeKey Take, RegenerateSettings Regenerate);

public sealed record PersistInput(TakeKey Take, int AudioDurationMs);

public sealed record BeatFailureInput(string SessionId, string BeatId, BeatError Error);

public sealed record SessionStatusInput(string SessionId, SessionStatus Status);

/// <param name="Select">False only asks which take is selected.</param>
public sealed record SelectTakeInput(TakeKey Take, bool Select);
