using System.Net;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>From the service's errors to ours. Its code counts before the HTTP status: 401 can mean an empty account.</summary>
internal static class ElevenLabsFailures
{
    /// <summary>Of the network in front of the service.</summary>
    private const HttpStatusCode GatewayTimedOut = (HttpStatusCode)524;

    public static SpeechFailure From(HttpStatusCode status, ElevenLabsError error, string? requestId, TimeSpan? retryAfter)
    {
        var suffix = Suffix(status, error, requestId);
        foreach (var code in error.Codes)
        {
            if (ByCode(code, suffix, retryAfter) is { } failure)
                return MayBePaidFor(status, failure) with { ServiceCode = code };
        }

        return ByStatus(status, error, suffix, retryAfter);
    }

    private static SpeechFailure? ByCode(string code, string suffix, TimeSpan? retryAfter) => code switch
    {
        "quota_exceeded" => Refused(
            SpeechCodes.QuotaExceeded, "The ElevenLabs account has no characters left; top it up or wait for its next period" + suffix),
        "invalid_api_key" or "missing_api_key" or "needs_authorization" => Refused(
            SpeechCodes.Unauthorized, "ElevenLabs does not accept the API key; check ELEVENLABS_API_KEY" + suffix),
        "missing_permissions" => Refused(
            SpeechCodes.Unauthorized,
            "The ElevenLabs API key lacks a permission; allow it text to speech and reading the history" + suffix),
        "detected_unusual_activity" => Refused(
            SpeechCodes.AccountFlagged, "ElevenLabs has flagged the account for unusual activity; sign in there to clear it" + suffix),
        "voice_not_found" or "voice_does_not_exist" => Refused(
            SpeechCodes.VoiceNotFound, "ElevenLabs does not know the voice; correct voice_id in the character's voice profile" + suffix),
        "max_character_limit_exceeded" or "text_too_long" => Refused(
            SpeechCodes.TextTooLong, "The text is too long for one request of this model; split the beat" + suffix),
        "output_format_not_allowed" => Refused(
            SpeechCodes.OutputFormatNotAllowed,
            "The account's plan does not include the output format; set ElevenLabs:OutputFormat to mp3_44100_128" + suffix),
        "rate_limit_exceeded" or "system_busy" => Busy(suffix, retryAfter),
        "concurrent_limit_exceeded" or "too_many_concurrent_requests" => new SpeechFailure(
            FailureKind.NoRoom,
            SpeechCodes.RateLimited,
            "The ElevenLabs account has as many requests under way as it may" + suffix,
            retryAfter),
        _ => null,
    };

    private static SpeechFailure ByStatus(HttpStatusCode status, ElevenLabsError error, string suffix, TimeSpan? retryAfter)
    {
        var because = error.Fields.Count == 0 ? "" : $" because of {string.Join(", ", error.Fields)}";
        return status switch
        {
            HttpStatusCode.TooManyRequests => Busy(suffix, retryAfter),

            // What a gateway says when it did not wait for the service's answer, which may have been on its way.
            HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or GatewayTimedOut => new SpeechFailure(
                FailureKind.AnswerLost, SpeechCodes.Unavailable, "ElevenLabs' answer did not arrive" + suffix, retryAfter),
            >= HttpStatusCode.InternalServerError => new SpeechFailure(
                FailureKind.AnswerLost, SpeechCodes.Unavailable, "ElevenLabs failed" + suffix, retryAfter),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refused(
                SpeechCodes.Unauthorized, "ElevenLabs does not let this API key speak; check ELEVENLABS_API_KEY" + suffix),
            _ => Refused(SpeechCodes.RequestInvalid, "ElevenLabs refused the request" + because + suffix),
        };
    }

    /// <summary>Whatever a 5xx is called, the service may have spoken and charged the text before it failed.</summary>
    private static SpeechFailure MayBePaidFor(HttpStatusCode status, SpeechFailure failure) =>
        status >= HttpStatusCode.InternalServerError && failure.IsTransient ? failure with { Kind = FailureKind.AnswerLost } : failure;

    private static SpeechFailure Busy(string suffix, TimeSpan? retryAfter) =>
        new(FailureKind.Busy, SpeechCodes.RateLimited, "ElevenLabs takes no more requests for now" + suffix, retryAfter);

    private static SpeechFailure Refused(string code, string message) => new(FailureKind.Refused, code, message);

    private static string Suffix(HttpStatusCode status, ElevenLabsError error, string? requestId)
    {
        var named = error.Codes.Count == 0 ? "" : $" {error.Codes[0]}";
        return $" (HTTP {(int)status}{named}{(requestId is null ? "" : $", request {requestId}")}).";
    }
}
