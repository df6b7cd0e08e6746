using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>Why a production ended before it was done, for a session that its steps could not tell.</summary>
internal static class EarlyEnd
{
    private const string WayOut = "Regenerate the beats that have no take, or hand the script in again.";

    /// <param name="production">One that has ended, with its output; null where its history was purged.</param>
    /// <returns>Null where it was done.</returns>
    public static BeatError? ErrorOf(OrchestrationMetadata? production) => production?.RuntimeStatus switch
    {
        null => new BeatError(
            "production-purged", $"The history of the production was purged from outside before the session was done. {WayOut}"),
        OrchestrationRuntimeStatus.Terminated => new BeatError(
            "production-terminated", $"The production was ended from outside before it was done. {WayOut}"),
        OrchestrationRuntimeStatus.Failed => StepFailures.ErrorIn(FailureOf(production)) ?? new BeatError(
            StepFailures.Unexpected, $"An unexpected failure stopped the production; the log of the service has the details. {WayOut}"),
        _ => null,
    };

    /// <summary>With Azure Storage as the engine, why an instance failed is its output, as plain text.</summary>
    private static string FailureOf(OrchestrationMetadata production) =>
        production.FailureDetails is { } failure ? $"{failure.ErrorType}: {failure.ErrorMessage}" : production.SerializedOutput ?? "";
}
