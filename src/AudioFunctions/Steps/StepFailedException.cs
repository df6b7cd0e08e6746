namespace AudioFunctions.Steps;

/// <summary>
/// A step failed and trying again would not help. The code travels in front of the message, because an activity's
/// failure reaches the orchestrator as type and message only. Stored histories name this type in full, so neither it nor its
/// namespace is ever renamed.
/// </summary>
public sealed class StepFailedException(string code, string message, Exception? innerException = null)
    : Exception($"{code}: {message}", innerException)
{
    public string Code { get; } = code;
}

/// <summary>A step failed in a way that may pass; the orchestrator's retry policy tries again. Its name is kept as above.</summary>
public sealed class StepInterruptedException(string code, string message, Exception? innerException = null)
    : Exception($"{code}: {message}", innerException)
{
    public string Code { get; } = code;
}
