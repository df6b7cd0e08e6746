using AudioFunctions.Telemetry;

namespace AudioFunctions.Speech;

/// <summary>The exception of everything in speech. Its message is a sentence that a person can act on, without secrets.</summary>
/// <param name="code">A stable code, for instance <c>quota-exceeded</c>, <c>speech-unauthorized</c>, <c>voice-not-found</c>.</param>
/// <param name="isRetryable">Whether the same request may succeed later.</param>
public sealed class SpeechException(string code, string message, bool isRetryable, Exception? innerException = null)
    : Exception(message, innerException), ICodedFailure
{
    public string Code { get; } = code;

    public bool IsRetryable { get; } = isRetryable;
}
