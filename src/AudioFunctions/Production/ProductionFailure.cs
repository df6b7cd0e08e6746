using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Why a production ended before it was done, for a session that its steps could not tell.</summary>
internal static class ProductionFailure
{
    public const string Purged = "production-purged";
    public const string Terminated = "production-terminated";

    private const string Remedy = "The takes that were made are kept: regenerate the beats that have none, or hand the script in again.";

    /// <param name="production">One that has ended, with its output; null if nothing is known of it (any more).</param>
    /// <returns>Null if it was done.</returns>
    public static BeatError? ErrorOf(OrchestrationMetadata? production) => production?.RuntimeStatus switch
    {
        null => new BeatError(
            Purged, "The production is not known any more, and cannot go on: its history was purged, or it was started by an earlier version of the service. "
            + Remedy),
        OrchestrationRuntimeStatus.Terminated => new BeatError(
            Terminated, $"The production was ended from outside before it was done. {Remedy}"),
        OrchestrationRuntimeStatus.Failed => StepFailures.ErrorIn(FailureOf(production)) ?? new BeatError(
            StepFailures.Unexpected, $"An unexpected failure stopped the production; the log of the service has the details. {Remedy}"),
        _ => null,
    };

    /// <param name="work">An export or a regeneration that made nothing; null if nothing is known of it (any more).</param>
    public static BeatError ReasonOf(OrchestrationMetadata? work) =>
        (work is null ? null : StepFailures.ErrorIn(FailureOf(work))) ?? new BeatError(
            StepFailures.Unexpected, "It was ended from outside, or failed unexpectedly; the log of the service has the details. Nothing that was there is lost.");

    /// <summary>With Azure Storage as the engine, why an instance failed is its output, as plain text.</summary>
    private static string FailureOf(OrchestrationMetadata production) =>
        production.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : production.SerializedOutput ?? "";
}
