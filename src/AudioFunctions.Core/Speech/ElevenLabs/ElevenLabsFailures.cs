using System.Net;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Maps the service's errors to ours. The code takes precedence over the HTTP status: 401 can mean an empty account.</summary>
internal static class ElevenLabsFailures
{
    /// <summary>Sent by the network in front of the service.</summary>
    private const HttpStatusCode GatewayTimedOut = (HttpStatusCode)524;

    public static SpeechFailure From(HttpStatusCode status, ElevenLabsError error, string? requestId, TimeSpan? retryAfter)
    {
        var suffix = Suffix(status, error, requestId);
        foreach (var code in error.Codes)
        {
            if (ByCode(code, suffix, retryAfter) is { } failure)
                return MayBeBilled(status, failure) with { ServiceCode = code };
        }

        return ByStatus(status, error, suffix, retryAfter);
    }

    private static SpeechFailure? ByCode(string code, string suffix, TimeSpan? retryAfter) => code switch
    {
        "rate_limit_exceeded" or "system_busy" => Busy(suffix, retryAfter),
        "concurrent_limit_exceeded" or "too_many_concurrent_requests" => new SpeechFailure(
            FailureKind.NoSlot,
            SpeechCodes.RateLimited,
            "The ElevenLabs account is at its concurrency limit" + suffix,
            retryAfter),
        _ => ElevenLabsRefusals.Find(code) is { } refusal ? Refused(refusal.Code, refusal.Sentence + suffix) : null,
    };

    private static SpeechFailure ByStatus(HttpStatusCode status, ElevenLabsError error, string suffix, TimeSpan? retryAfter)
    {
        var because = error.Fields.Count == 0 ? "" : $" because of {string.Join(", ", error.Fields)}";
        return status switch
        {
            HttpStatusCode.TooManyRequests => Busy(suffix, retryAfter),

            // A gateway sends these when it stops waiting for the service, which may have been about to respond.
            HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or GatewayTimedOut => new SpeechFailure(
                FailureKind.ResponseLost, SpeechCodes.Unavailable, "ElevenLabs' response did not arrive" + suffix, retryAfter),
            >= HttpStatusCode.InternalServerError => new SpeechFailure(
                FailureKind.ResponseLost, SpeechCodes.Unavailable, "ElevenLabs failed" + suffix, retryAfter),
            HttpStatusCode.PaymentRequired => Refused(
                SpeechCodes.PlanRequired, "The ElevenLabs account's plan does not include this; choose another voice or a higher plan" + suffix),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Refused(
                SpeechCodes.Unauthorized, "ElevenLabs does not let this API key speak; check ELEVENLABS_API_KEY" + suffix),
            _ => Refused(SpeechCodes.RequestInvalid, "ElevenLabs refused the request" + because + suffix),
        };
    }

    /// <summary>Whatever its code, before a 5xx the service may have spoken and billed the text.</summary>
    private static SpeechFailure MayBeBilled(HttpStatusCode status, SpeechFailure failure) =>
        status >= HttpStatusCode.InternalServerError && failure.IsTransient ? failure with { Kind = FailureKind.ResponseLost } : failure;

    private static SpeechFailure Busy(string suffix, TimeSpan? retryAfter) =>
        new(FailureKind.Busy, SpeechCodes.RateLimited, "ElevenLabs is rate limiting" + suffix, retryAfter);

    private static SpeechFailure Refused(string code, string message) => new(FailureKind.Refused, code, message);

    private static string Suffix(HttpStatusCode status, ElevenLabsError error, string? requestId)
    {
        var named = error.Codes.Count == 0 ? "" : $" {error.Codes[0]}";
        return $" (HTTP {(int)status}{named}{(requestId is null ? "" : $", request {requestId}")}).";
    }
}
