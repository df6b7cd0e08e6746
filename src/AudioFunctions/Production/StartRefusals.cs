using AudioFunctions.Platform;
using AudioFunctions.Speech;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Production;

/// <summary>Why a production was not started, in sentences.</summary>
internal static class StartRefusals
{
    public static Refusal Of(ProductionResponse answer, string? reuseFrom) => answer.Start switch
    {
        ProductionStart.OtherScript => KeyReused(
            "This Idempotency-Key was used for another script; use a new key for a new script."),
        ProductionStart.OtherProject => KeyReused(
            "This Idempotency-Key was used for the script in another project; use a new key for a production in this one."),
        ProductionStart.OtherKind => KeyReused(
            "This Idempotency-Key was used for the script with another value of produce; use a new key, or continue the draft that it made."),
        ProductionStart.BeingDeleted => Refusal.Conflict(
            "session-deleting",
            "The session of this Idempotency-Key is being deleted; repeat DELETE until it answers 204 or 404, or use a new key."),
        ProductionStart.ReuseSessionNotFound => Refusal.NotFound(
            "reuse-session-not-found",
            $"There is no session '{Refusal.Truncate(reuseFrom ?? "")}' to reuse takes of; leave reuse_from out to have everything spoken."),
        ProductionStart.ReuseSessionGenerating => Refusal.Conflict(
            "session-generating",
            "The production of the session named in reuse_from is still under way; hand the script in when it has ended."),
        ProductionStart.CannotBePaid => new Refusal(StatusCodes.Status402PaymentRequired, SpeechCodes.QuotaExceeded, answer.Shortage!),
        _ => throw new InvalidOperationException($"There is no refusal in {answer.Start}."),
    };

    private static Refusal KeyReused(string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", detail);
}
