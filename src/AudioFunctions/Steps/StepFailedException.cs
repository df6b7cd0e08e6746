namespace AudioFunctions.Steps;

/// <summary>
/// A step failed and a retry wouldn't help. The message starts with the code, because an activity's failure reaches the orchestrator
/// as type and message only. Stored histories contain the type's full name, so don't rename it or its namespace.
/// </summary>
public sealed class StepFailedException(string code, string message, Exception? innerException = null)
    : Exception($"{code}: {message}", innerException)
{
    public string Code { get; } = code;
}

/// <summary>A step failed, but a retry may help; the orchestrator's retry policy retries it. Don't rename it either.</summary>
public sealed class StepInterruptedException(string code, string message, Exception? innerException = null)
    : Exception($"{code}: {message}", innerException)
{
    public string Code { get; } = code;
}
