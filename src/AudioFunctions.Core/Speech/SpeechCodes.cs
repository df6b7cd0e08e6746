namespace AudioFunctions.Speech;

/// <summary>The codes of <see cref="SpeechException"/>: part of the public contract, never renamed.</summary>
public static class SpeechCodes
{
    public const string QuotaExceeded = "quota-exceeded";
    public const string Unauthorized = "speech-unauthorized";
    public const string VoiceNotFound = "voice-not-found";

    /// <summary>The voice id has not the form of one.</summary>
    public const string VoiceIdInvalid = "voice-id-invalid";
    public const string VoiceSettingsInvalid = "voice-settings-invalid";
    public const string ModelUnsupported = "speech-model-unsupported";

    /// <summary>The account's plan does not include the voice.</summary>
    public const string PlanRequired = "speech-plan-required";

    /// <summary>The account owes the service money.</summary>
    public const string PaymentIssue = "speech-payment-issue";
    public const string TextEmpty = "speech-text-empty";
    public const string OutputFormatInvalid = "output-format-invalid";
    public const string OutputFormatNotAllowed = "output-format-not-allowed";
    public const string TextTooLong = "text-too-long";
    public const string AccountFlagged = "speech-account-flagged";
    public const string RequestInvalid = "speech-request-invalid";

    /// <summary>429 to the last attempt; the same request may succeed later.</summary>
    public const string RateLimited = "speech-rate-limited";

    /// <summary>Unreachable or failing to the last attempt; the same request may succeed later.</summary>
    public const string Unavailable = "speech-unavailable";

    /// <summary>An answer that is no audio, or shorter than its alignment, and no better copy in the history.</summary>
    public const string AnswerUnusable = "speech-answer-unusable";

    /// <summary>An answer got lost, and whether it was paid for cannot be found out: sending again could pay twice.</summary>
    public const string AnswerLost = "speech-answer-lost";

    /// <summary>The script names a character whose profile is gone.</summary>
    public const string VoiceProfileMissing = "voice-profile-missing";

    /// <summary>The production was cancelled before the beat was spoken to its end.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The next request would have cost more than the production may spend.</summary>
    public const string BudgetReached = "budget-reached";

    /// <summary>The production was begun with another speech provider: going on would spend what nobody asked for, or mix two voices.</summary>
    public const string ProviderChanged = "speech-provider-changed";

    /// <summary>What a take was spoken as is not stored any more, so no other take can be made of it.</summary>
    public const string StoredSpeechGone = "stored-speech-gone";

    /// <summary>A take says other words than the script does now, so no line of today's script can be put into it.</summary>
    public const string TakeOfOlderWording = "take-of-older-wording";

    public const string OfflineVoiceMissing = "offline-voice-missing";
    public const string OfflineVoiceFailed = "offline-voice-failed";
}
