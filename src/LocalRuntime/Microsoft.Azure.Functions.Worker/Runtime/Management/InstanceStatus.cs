using System.Globalization;
using System.Text.Json;
using LocalRuntime.DurableTask;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>The status URL's answer: which code, and which JSON in which order.</summary>
internal static class InstanceStatus
{
    public static int Code(OrchestrationMetadata instance, bool failureIsServerError) => instance.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Failed when failureIsServerError => StatusCodes.Status500InternalServerError,
        _ => IsFinished(instance) ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
    };

    /// <summary>Whether the instance takes no more events or commands.</summary>
    public static bool IsFinished(OrchestrationMetadata instance) => instance.RuntimeStatus
        is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Canceled;

    /// <param name="history">Null leaves <c>historyEvents</c> out.</param>
    public static void Write(
        Utf8JsonWriter writer,
        OrchestrationMetadata instance,
        bool showInput,
        IReadOnlyList<HistoryRecord>? history = null,
        bool showHistoryOutput = false)
    {
        writer.WriteStartObject();
        writer.WriteString("name", instance.Name);
        writer.WriteString("instanceId", instance.InstanceId);
        writer.WriteString("runtimeStatus", instance.RuntimeStatus.ToString());
        writer.WriteStored("input", showInput ? instance.SerializedInput : null);
        writer.WriteStored("customStatus", instance.SerializedCustomStatus);
        if (instance.FailureDetails is { } failure)
            writer.WriteString("output", $"{failure.ErrorType}: {failure.ErrorMessage}");
        else
            writer.WriteStored("output", instance.SerializedOutput);
        writer.WriteString("createdTime", Time(instance.CreatedAt));
        writer.WriteString("lastUpdatedTime", Time(instance.LastUpdatedAt));
        if (history is not null)
            HistoryEvents.Write(writer, history, showInput, showHistoryOutput);
        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
