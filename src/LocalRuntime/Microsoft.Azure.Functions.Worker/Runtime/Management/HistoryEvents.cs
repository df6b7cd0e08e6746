using System.Globalization;
using System.Text.Json;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask;

namespace LocalRuntime.Functions.Management;

/// <summary>
/// History as the status URL shows it: a request and its completion become one event, which takes the completion's place;
/// the turns themselves are left out.
/// </summary>
internal static class HistoryEvents
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<HistoryRecord> history, bool showInput, bool showOutput)
    {
        var requests = history.Where(IsRequest).ToDictionary(record => record.EventId);
        var completed = history.Where(IsCompletion).Select(record => record.TaskScheduledId).ToHashSet();

        writer.WriteStartArray("historyEvents");
        foreach (var record in history)
        {
            if (record.EventType is HistoryEventType.OrchestratorStarted or HistoryEventType.OrchestratorCompleted
                || (IsRequest(record) && completed.Contains(record.EventId)))
                continue;

            var request = IsCompletion(record) && record.TaskScheduledId is { } id ? requests.GetValueOrDefault(id) : null;
            Write(writer, record, request, showInput, showOutput);
        }

        writer.WriteEndArray();
    }

    private static bool IsRequest(HistoryRecord record) => record.EventType
        is HistoryEventType.TaskScheduled or HistoryEventType.SubOrchestrationInstanceCreated;

    private static bool IsCompletion(HistoryRecord record) => record.EventType
        is HistoryEventType.TaskCompleted or HistoryEventType.TaskFailed
        or HistoryEventType.SubOrchestrationInstanceCompleted or HistoryEventType.SubOrchestrationInstanceFailed;

    private static void Write(
        Utf8JsonWriter writer, HistoryRecord record, HistoryRecord? request, bool showInput, bool showOutput)
    {
        writer.WriteStartObject();
        writer.WriteString("EventType", record.EventType.ToString());
        var isRun = request is not null || record.EventType is HistoryEventType.ExecutionStarted;
        if ((request?.Name ?? record.Name) is { } name)
            writer.WriteString(isRun ? "FunctionName" : "Name", name);
        if (showInput && (request?.Input ?? record.Input) is { } input)
            writer.WriteString("Input", input);
        if (showOutput && record.Result is { } result)
            writer.WriteStored("Result", result);
        if (record.OrchestrationStatus is { } status)
            writer.WriteString("OrchestrationStatus", status.ToString());
        if ((record.Reason ?? record.FailureDetails?.ErrorMessage) is { } reason)
            writer.WriteString("Reason", reason);
        if (record.FailureDetails is { } failure)
            WriteFailure(writer, failure);
        if (record.InstanceId is { } instanceId)
            writer.WriteString("InstanceId", instanceId);
        if (record.FireAt is { } fireAt)
            writer.WriteString("FireAt", Time(fireAt));
        if (request is not null)
            writer.WriteString("ScheduledTime", Time(request.Timestamp));
        writer.WriteString("Timestamp", Time(record.Timestamp));
        writer.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter writer, TaskFailureDetails? failure, string property = "FailureDetails")
    {
        if (failure is null)
        {
            writer.WriteNull(property);
            return;
        }

        writer.WriteStartObject(property);
        writer.WriteString("ErrorType", failure.ErrorType);
        writer.WriteString("ErrorMessage", failure.ErrorMessage);
        WriteFailure(writer, failure.InnerFailure, "InnerFailure");
        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
