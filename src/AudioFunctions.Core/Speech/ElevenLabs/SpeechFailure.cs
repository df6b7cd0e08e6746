namespace AudioFunctions.Speech.ElevenLabs;

internal enum FailureKind
{
    /// <summary>The service refused the request and would refuse it again.</summary>
    Refused,

    /// <summary>The service asked to retry later.</summary>
    Busy,

    /// <summary>The account is at its concurrency limit: one of its requests must end first.</summary>
    NoSlot,

    /// <summary>The request didn't arrive, so it wasn't billed.</summary>
    Unavailable,

    /// <summary>The request was sent, but no complete response or a 5xx came back: it may have been billed.</summary>
    ResponseLost,
}

/// <param name="Message">A sentence for people, without key and payload.</param>
/// <param name="RetryAfter">How long the service asked to wait, if it did.</param>
/// <param name="ServiceCode">The service's code, if it is one of the codes known here.</param>
internal sealed record SpeechFailure(
    FailureKind Kind,
    string Code,
    string Message,
    TimeSpan? RetryAfter = null,
    Exception? Cause = null,
    string? ServiceCode = null)
{
    public bool IsTransient => Kind != FailureKind.Refused;
}

/// <summary>The outcome of one attempt: speech, a failure, or neither if a search found nothing.</summary>
internal readonly record struct SpeechOutcome(RawSpeech? Speech, SpeechFailure? Failure)
{
    public static SpeechOutcome Nothing => default;

    public static implicit operator SpeechOutcome(RawSpeech speech) => new(speech, null);

    public static implicit operator SpeechOutcome(SpeechFailure failure) => new(null, failure);
}
