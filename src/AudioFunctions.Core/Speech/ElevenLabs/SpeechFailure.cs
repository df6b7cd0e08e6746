namespace AudioFunctions.Speech.ElevenLabs;

internal enum FailureKind
{
    /// <summary>The service said no and would say no again.</summary>
    Refused,

    /// <summary>The service asked to come back later.</summary>
    Busy,

    /// <summary>The account has as many requests under way as it may: one of them has to end.</summary>
    NoRoom,

    /// <summary>The request did not arrive: nothing was paid for.</summary>
    Unavailable,

    /// <summary>The request went out and no whole answer came back, or a 5xx: it may have been paid for.</summary>
    AnswerLost,
}

/// <param name="Message">A sentence for people, with neither key nor payload in it.</param>
/// <param name="RetryAfter">How long the service asked to wait, where it said so.</param>
/// <param name="ServiceCode">What the service calls it, where it is one of the codes known here.</param>
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

/// <summary>One attempt's outcome: speech, a failure, or neither where a look-up found nothing.</summary>
internal readonly record struct SpeechOutcome(RawSpeech? Speech, SpeechFailure? Failure)
{
    public static SpeechOutcome Nothing => default;

    public static implicit operator SpeechOutcome(RawSpeech speech) => new(speech, null);

    public static implicit operator SpeechOutcome(SpeechFailure failure) => new(null, failure);
}
