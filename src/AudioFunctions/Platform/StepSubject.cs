using AudioFunctions.Sessions;

namespace AudioFunctions.Platform;

/// <summary>The session, beat and take that a step works on.</summary>
public readonly record struct StepSubject(string SessionId, string? BeatId = null, string? TakeId = null)
{
    public static implicit operator StepSubject(string sessionId) => new(sessionId);

    public static implicit operator StepSubject(TakeKey take) => new(take.SessionId, take.BeatId, take.Id);
}
