using System.Text.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Platform;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>The status of a production that was purged from the engine, made from the session's rows as they are now.</summary>
internal static class ForgottenProduction
{
    /// <returns>Null if no production of the session ended.</returns>
    public static InstanceStatus? Describe(SessionRecord session)
    {
        if (!session.HasBeenProduced || session.IsUnderWay || session.Error is { Code: ProductionFailure.Purged })
            return null;

        return new InstanceStatus(
            ProduceSession.Name,
            session.SessionId,
            StatusOf(session.Error).ToString(),
            Input: null,
            CustomStatusOf(session),
            session.Error is { } error
                ? JsonValue.Create($"{error.Code}: {error.Message}")
                : JsonSerializer.SerializeToNode(ProductionSummary.For(session), ProductJson.Options),
            DurableResponses.Instant(session.CreatedAt),
            DurableResponses.Instant(session.UpdatedAt));
    }

    /// <summary>As the engine had it: of a terminated production, it isn't known any more.</summary>
    private static JsonNode? CustomStatusOf(SessionRecord session)
    {
        if (session.Error is not { } error)
        {
            var failed = session.Beats.Count(beat => beat.SelectedTakeId is null);
            return JsonSerializer.SerializeToNode(new ProductionProgress("done", session.Beats.Count, session.Beats.Count, null, failed), ProductJson.Options);
        }

        return StatusOf(error) == OrchestrationRuntimeStatus.Failed && error.Code != StepFailures.Unexpected
            ? JsonSerializer.SerializeToNode(FailedStatus.Of(error), ProductJson.Options)
            : null;
    }

    private static OrchestrationRuntimeStatus StatusOf(BeatError? error) => error?.Code switch
    {
        null => OrchestrationRuntimeStatus.Completed,
        ProductionFailure.Terminated => OrchestrationRuntimeStatus.Terminated,
        _ => OrchestrationRuntimeStatus.Failed,
    };
}
