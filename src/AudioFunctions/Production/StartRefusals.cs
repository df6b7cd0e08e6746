using AudioFunctions.Platform;
using AudioFunctions.Speech;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Production;

/// <summary>Why a production was not started.</summary>
internal static class StartRefusals
{
    public static Refusal Of(ProductionResponse response, string? reuseFrom) => response.Start switch
    {
        ProductionStart.OtherScript => KeyReused(
            "This Idempotency-Key was used for another script; use a new key for a new script."),
        ProductionStart.OtherProject => KeyReused(
            "This Idempotency-Key was used for the script in another project; use a new key for a production in this one."),
        ProductionStart.OtherKind => KeyReused(
            "This Idempotency-Key was used for the script with another value of produce; use a new key, or continue the draft that it created."),
        ProductionStart.BeingDeleted => Refusal.Conflict(
            "session-deleting",
            "The session of this Idempotency-Key is being deleted; repeat DELETE until it returns 204 or 404, or use a new key."),
        ProductionStart.ReuseSessionNotFound => Refusal.NotFound(
            "reuse-session-not-found",
            $"There is no session '{Refusal.Truncate(reuseFrom ?? "")}' to reuse takes from; leave out reuse_from to speak everything."),
        ProductionStart.ReuseSessionGenerating => Refusal.Conflict(
            "session-generating",
            "The production of the session in reuse_from is still under way; submit the script when it has ended."),
        ProductionStart.InsufficientCredits => new Refusal(StatusCodes.Status402PaymentRequired, SpeechCodes.QuotaExceeded, response.Shortage!),
        _ => throw new InvalidOperationException($"{response.Start} is not a refusal."),
    };

    private static Refusal KeyReused(string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", detail);
}
