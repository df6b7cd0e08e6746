using System.Text.Json;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Platform;

/// <summary>
/// Custom status of an orchestration that failed with a code of the product. The engine's status of a failed orchestration has only the
/// exception's type and message.
/// </summary>
/// <param name="Stage"><c>failed</c>.</param>
/// <param name="Error">Null in every other custom status.</param>
public sealed record FailedStatus(string Stage, BeatError? Error)
{
    public static FailedStatus Of(BeatError error) => new("failed", error);

    /// <param name="failed">An orchestration that failed, with its output.</param>
    /// <returns>Null if it has no code of the product.</returns>
    public static BeatError? ErrorOf(OrchestrationMetadata failed) =>
        (failed.SerializedCustomStatus is { } status ? JsonSerializer.Deserialize<FailedStatus>(status, ProductJson.Options)?.Error : null)
        ?? FailureText.ErrorIn(failed.FailureDetails?.ToString() ?? failed.SerializedOutput ?? "");
}
