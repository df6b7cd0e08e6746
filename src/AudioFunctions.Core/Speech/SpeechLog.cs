using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech;

/// <summary>Every sentence speech logs. None holds a key, a header or a text that is spoken.</summary>
internal static partial class SpeechLog
{
    [LoggerMessage(
        200,
        LogLevel.Warning,
        "No ElevenLabs speech: the offline voice (espeak-ng) speaks. Set ELEVENLABS_API_KEY for the real voices.")]
    public static partial void OfflineVoiceSpeaks(ILogger logger);

    [LoggerMessage(201, LogLevel.Information, "Speech by ElevenLabs, model {Model}.")]
    public static partial void ElevenLabsSpeaks(ILogger logger, string model);

    [LoggerMessage(202, LogLevel.Warning, "Speech attempt {Attempt} of {MaxAttempts} failed and will be repeated ({Code}): {Reason}")]
    public static partial void AttemptFailed(ILogger logger, int attempt, int maxAttempts, string code, string reason);

    [LoggerMessage(205, LogLevel.Information, "The next speech attempt is in {WaitSeconds:0.##} s.")]
    public static partial void Waiting(ILogger logger, double waitSeconds);

    [LoggerMessage(206, LogLevel.Information, "The ElevenLabs account has as many requests under way as its plan allows; this one waits for room.")]
    public static partial void WaitingForRoom(ILogger logger);

    [LoggerMessage(203, LogLevel.Information, "A lost answer was found in the history, request {RequestId}: nothing is paid for twice.")]
    public static partial void FoundInHistory(ILogger logger, string? requestId);

    [LoggerMessage(204, LogLevel.Warning, "The history lists request {RequestId}, but its audio is gone: it has to be paid for again.")]
    public static partial void HistoryAudioGone(ILogger logger, string? requestId);

    [LoggerMessage(208, LogLevel.Warning, "{Warning}")]
    public static partial void LanguageNotSpoken(ILogger logger, string warning);

    [LoggerMessage(207, LogLevel.Information, "An answer of ElevenLabs may have got lost; its history is watched for up to {Seconds:0} s before the text is sent again.")]
    public static partial void WatchingHistory(ILogger logger, double seconds);

    [LoggerMessage(209, LogLevel.Warning, "The answer to request {RequestId} {Flaw}; the history is asked for a whole copy of it.")]
    public static partial void AnswerUnusable(ILogger logger, string? requestId, string flaw);

    [LoggerMessage(210, LogLevel.Warning, "The history's copy of request {RequestId} {Flaw}.")]
    public static partial void HistoryAudioUnusable(ILogger logger, string? requestId, string flaw);

    [LoggerMessage(211, LogLevel.Information, "Another line with the same words took the answer to request {RequestId} from the history first; its own is looked for instead.")]
    public static partial void ResponseClaimed(ILogger logger, string? requestId);

    [LoggerMessage(213, LogLevel.Warning, "The dialogue of request {RequestId} {Flaw}; its lines are spoken by themselves, and paid for as well.")]
    public static partial void DialogueUnusable(ILogger logger, string? requestId, string flaw);

    [LoggerMessage(214, LogLevel.Warning, "A dialogue was refused ({Code}); its lines are spoken by themselves. {Reason}")]
    public static partial void DialogueRefused(ILogger logger, string code, string reason);

    [LoggerMessage(212, LogLevel.Warning, "ElevenLabs' models could not be listed; the built-in limits and prices count. {Reason}")]
    public static partial void ModelsUnknown(ILogger logger, string reason);
}
