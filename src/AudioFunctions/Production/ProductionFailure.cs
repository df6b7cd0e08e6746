using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Why a production ended early, if its own steps couldn't write that to the session.</summary>
internal static class ProductionFailure
{
    public const string Purged = "production-purged";
    public const string Terminated = "production-terminated";

    private const string Remedy = "The takes that were made are kept: regenerate the beats that have none, or submit the script again.";

    /// <param name="production">A production that has ended, with its output; null if the engine doesn't know it.</param>
    /// <returns>Null if it completed.</returns>
    public static BeatError? ErrorOf(OrchestrationMetadata? production) => production?.RuntimeStatus switch
    {
        null => new BeatError(
            Purged, "The production can't continue: its history was purged, or it was started by an earlier version of the service. "
            + Remedy),
        OrchestrationRuntimeStatus.Terminated => new BeatError(
            Terminated, $"The production was terminated before it completed. {Remedy}"),
        OrchestrationRuntimeStatus.Failed => FailedStatus.ErrorOf(production) ?? new BeatError(
            StepFailures.Unexpected, $"An unexpected failure stopped the production; see the log of the service for details. {Remedy}"),
        _ => null,
    };

    /// <param name="work">An export or a regeneration that failed; null if the engine doesn't know it.</param>
    public static BeatError ReasonOf(OrchestrationMetadata? work) =>
        (work is null ? null : FailedStatus.ErrorOf(work)) ?? new BeatError(
            StepFailures.Unexpected, "It was terminated or failed unexpectedly; see the log of the service for details. Nothing stored was lost.");
}
