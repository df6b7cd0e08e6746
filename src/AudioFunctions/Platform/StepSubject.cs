using AudioFunctions.Takes;

namespace AudioFunctions.Platform;

/// <summary>What a step is about: a session, a beat of it, or a take.</summary>
public readonly record struct StepSubject(string SessionId, string? BeatId = null, string? TakeId = null)
{
    public static implicit operator StepSubject(string sessionId) => new(sessionId);

    public static implicit operator StepSubject(TakeKey take) => new(take.SessionId, take.BeatId, take.Id);
}
