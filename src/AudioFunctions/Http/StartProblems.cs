using AudioFunctions.Instances;
using AudioFunctions.Speech;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>Why a production was not started, as problems.</summary>
internal static class StartProblems
{
    public static IResult Of(HttpRequest request, ProductionAnswer answer, string? reuseFrom) => answer.Start switch
    {
        ProductionStart.OtherScript => Problem.IdempotencyKeyReused(
            request, "This Idempotency-Key was used for another script; use a new key for a new script."),
        ProductionStart.OtherProject => Problem.IdempotencyKeyReused(
            request,
            "This Idempotency-Key was used for the script in another project; use a new key for a production in this one."),
        ProductionStart.OtherKind => Problem.IdempotencyKeyReused(
            request,
            "This Idempotency-Key was used for the script with another value of produce; use a new key, or continue the draft that it made."),
        ProductionStart.BeingDeleted => Problem.Conflict(
            request,
            "session-deleting",
            "The session of this Idempotency-Key is being deleted; repeat DELETE until it answers 204 or 404, or use a new key."),
        ProductionStart.ReuseSessionNotFound => Problem.Of(
            request,
            StatusCodes.Status404NotFound,
            "reuse-session-not-found",
            $"There is no session '{Problem.Shown(reuseFrom ?? "")}' to reuse takes of; leave reuse_from out to have everything spoken."),
        ProductionStart.ReuseSessionGenerating => Problem.Conflict(
            request,
            "session-generating",
            "The production of the session named in reuse_from is still under way; hand the script in when it has ended."),
        ProductionStart.CannotBePaid => Problem.Of(
            request, StatusCodes.Status402PaymentRequired, SpeechCodes.QuotaExceeded, answer.Shortage!),
        _ => throw new InvalidOperationException($"There is no problem in {answer.Start}."),
    };
}
