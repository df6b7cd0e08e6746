using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech;

/// <summary>The log messages of speech. None contains a key, a header or spoken text.</summary>
internal static partial class SpeechLog
{
    [LoggerMessage(
        200,
        LogLevel.Warning,
        "Speaking with the offline voice (espeak-ng), not with ElevenLabs. Set ELEVENLABS_API_KEY for the real voices.")]
    public static partial void OfflineVoiceSpeaks(ILogger logger);

    [LoggerMessage(201, LogLevel.Information, "Speaking with ElevenLabs, model {Model}.")]
    public static partial void ElevenLabsSpeaks(ILogger logger, string model);

    [LoggerMessage(202, LogLevel.Warning, "Speech attempt {Attempt} of {MaxAttempts} failed and will be retried ({Code}): {Reason}")]
    public static partial void AttemptFailed(ILogger logger, int attempt, int maxAttempts, string code, string reason);

    [LoggerMessage(205, LogLevel.Information, "The next speech attempt is in {WaitSeconds:0.##} s.")]
    public static partial void Waiting(ILogger logger, double waitSeconds);

    [LoggerMessage(206, LogLevel.Information, "The ElevenLabs account is at its concurrency limit; waiting for a free slot.")]
    public static partial void WaitingForSlot(ILogger logger);

    [LoggerMessage(203, LogLevel.Information, "Found a lost response in the history, request {RequestId}; it isn't billed again.")]
    public static partial void FoundInHistory(ILogger logger, string? requestId);

    [LoggerMessage(204, LogLevel.Warning, "The history lists request {RequestId}, but its audio was deleted; requesting it again (billed again).")]
    public static partial void HistoryAudioGone(ILogger logger, string? requestId);

    [LoggerMessage(208, LogLevel.Warning, "{Warning}")]
    public static partial void LanguageNotSpoken(ILogger logger, string warning);

    [LoggerMessage(207, LogLevel.Information, "A response of ElevenLabs may be lost; searching its history for up to {Seconds:0} s before resending the text.")]
    public static partial void WatchingHistory(ILogger logger, double seconds);

    [LoggerMessage(209, LogLevel.Warning, "The response to request {RequestId} {Defect}; searching the history for a complete copy.")]
    public static partial void ResponseUnusable(ILogger logger, string? requestId, string defect);

    [LoggerMessage(210, LogLevel.Warning, "The history's copy of request {RequestId} {Defect}.")]
    public static partial void HistoryAudioUnusable(ILogger logger, string? requestId, string defect);

    [LoggerMessage(211, LogLevel.Information, "Another line claimed the response to request {RequestId}; searching for that line's own.")]
    public static partial void ResponseClaimed(ILogger logger, string? requestId);

    [LoggerMessage(213, LogLevel.Warning, "The dialogue of request {RequestId} {Defect}; its lines are spoken separately, and billed as well.")]
    public static partial void DialogueUnusable(ILogger logger, string? requestId, string defect);

    [LoggerMessage(214, LogLevel.Warning, "A dialogue was refused ({Code}); its lines are spoken separately. {Reason}")]
    public static partial void DialogueRefused(ILogger logger, string code, string reason);

    [LoggerMessage(212, LogLevel.Warning, "Could not list ElevenLabs' models; using the built-in limits and prices. {Reason}")]
    public static partial void ModelsUnknown(ILogger logger, string reason);
}
