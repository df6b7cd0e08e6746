using AudioFunctions.Telemetry;

namespace AudioFunctions.Audio;

/// <summary>The one failure type of the audio boundary. Its message says what to do.</summary>
/// <param name="code"><c>ffmpeg-missing</c>, <c>ffmpeg-failed</c>, <c>audio-unreadable</c> or <c>disk-full</c>.</param>
/// <param name="isRetryable">Whether the same work may succeed later.</param>
public sealed class AudioException(string code, string message, bool isRetryable, Exception? innerException = null)
    : Exception(message, innerException), ICodedFailure
{
    public string Code { get; } = code;

    public bool IsRetryable { get; } = isRetryable;
}
