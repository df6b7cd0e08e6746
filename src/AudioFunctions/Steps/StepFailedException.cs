using AudioFunctions.Sessions;

namespace AudioFunctions.Steps;

/// <summary>
/// A step failed and a retry wouldn't help. The engine keeps the error as data (<c>StepErrorProperties</c>); the message has the code too, for
/// people who read the engine's status. Stored histories contain the type's full name, so don't rename it or its namespace.
/// </summary>
public sealed class StepFailedException(string code, string message, Exception? innerException = null)
    : Exception($"{code}: {message}", innerException)
{
    public BeatError Error { get; } = new(code, message);
}

/// <summary>A step failed, but a retry may help; the orchestrator's retry policy retries it. Don't rename it either.</summary>
public sealed class StepInterruptedException(string code, string message, Exception? innerException = null)
    : Exception($"{code}: {message}", innerException)
{
    public BeatError Error { get; } = new(code, message);
}
