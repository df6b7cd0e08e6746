namespace AudioFunctions.Speech;

/// <summary>The codes of <see cref="SpeechException"/>: part of the public contract, never renamed.</summary>
public static class SpeechCodes
{
    public const string QuotaExceeded = "quota-exceeded";
    public const string Unauthorized = "speech-unauthorized";
    public const string VoiceNotFound = "voice-not-found";

    /// <summary>The voice id is malformed.</summary>
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

    /// <summary>The last attempt got a 429 too; the same request may succeed later.</summary>
    public const string RateLimited = "speech-rate-limited";

    /// <summary>The last attempt found the service unreachable or failing; the same request may succeed later.</summary>
    public const string Unavailable = "speech-unavailable";

    /// <summary>A response that isn't audio, or is shorter than its alignment, without a better copy in the history.</summary>
    public const string ResponseUnusable = "speech-answer-unusable";

    /// <summary>A response was lost, and we can't tell whether it was billed: resending could be billed twice.</summary>
    public const string ResponseLost = "speech-answer-lost";

    /// <summary>The script names a character without a profile.</summary>
    public const string VoiceProfileMissing = "voice-profile-missing";

    /// <summary>The production or the regeneration was cancelled before the beat was completely spoken.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The next request would have exceeded the production's budget.</summary>
    public const string BudgetReached = "budget-reached";

    /// <summary>The production was started with another speech provider: continuing would spend unexpectedly, or mix two voices.</summary>
    public const string ProviderChanged = "speech-provider-changed";

    /// <summary>The recordings of a take are no longer stored, so no other take can be made from it.</summary>
    public const string StoredSpeechGone = "stored-speech-gone";

    /// <summary>A take has other words than the current script, so no line of the current script can be put into it.</summary>
    public const string TakeOfOlderWording = "take-of-older-wording";

    public const string OfflineVoiceMissing = "offline-voice-missing";
    public const string OfflineVoiceFailed = "offline-voice-failed";
}
