using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace AudioFunctions.Tests.Histories;

/// <summary>Reads an instance's history from the table of the Azure Storage engine, as the Durable extension does for the worker.</summary>
internal static class HistoryTable
{
    public static async Task<RecordedHistory> ReadAsync(string connection, string instanceId)
    {
        var table = new TableServiceClient(connection).GetTableClient("AudioProductionsHistory");
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}")))
            rows.Add(row);

        // The sentinel row names the current run: a restarted instance may still have rows of the previous run.
        var run = rows.Single(row => row.RowKey == "sentinel").GetString("ExecutionId");
        List<HistoryEvent> events = [.. rows.Where(row => row.RowKey != "sentinel" && row.GetString("ExecutionId") == run).Select(EventOf)];
        return new RecordedHistory(events.Select(item => item.ExecutionStarted).First(started => started is not null).Name, instanceId, events);
    }

    private static HistoryEvent EventOf(TableEntity row)
    {
        var item = new HistoryEvent
        {
            EventId = row.GetInt32("EventId") ?? -1,
            Timestamp = Timestamp.FromDateTimeOffset(row.GetDateTimeOffset("_Timestamp") ?? throw Unknown(row)),
        };
        switch (row.GetString("EventType"))
        {
            case "OrchestratorStarted":
                item.OrchestratorStarted = new OrchestratorStartedEvent();
                break;
            case "OrchestratorCompleted":
                item.OrchestratorCompleted = new OrchestratorCompletedEvent();
                break;
            case "ExecutionStarted":
                item.ExecutionStarted = new ExecutionStartedEvent
                {
                    Name = row.GetString("Name"),
                    Input = row.GetString("Input"),
                    OrchestrationInstance = new OrchestrationInstance { InstanceId = row.PartitionKey, ExecutionId = row.GetString("ExecutionId") },
                };
                break;
            case "TaskScheduled":
                item.TaskScheduled = new TaskScheduledEvent { Name = row.GetString("Name"), Input = row.GetString("Input") };
                break;
            case "TaskCompleted":
                item.TaskCompleted = new TaskCompletedEvent { TaskScheduledId = row.GetInt32("TaskScheduledId")!.Value, Result = row.GetString("Result") };
                break;
            case "TaskFailed":
                item.TaskFailed = new TaskFailedEvent
                {
                    TaskScheduledId = row.GetInt32("TaskScheduledId")!.Value,
                    FailureDetails = FailureOf(JsonNode.Parse(row.GetString("FailureDetails"))!),
                };
                break;
            case "TimerCreated":
                item.TimerCreated = new TimerCreatedEvent { FireAt = FireAtOf(row) };
                break;
            case "TimerFired":
                item.TimerFired = new TimerFiredEvent { TimerId = row.GetInt32("TimerId")!.Value, FireAt = FireAtOf(row) };
                break;
            case "ExecutionCompleted":
                item.ExecutionCompleted = new ExecutionCompletedEvent
                {
                    OrchestrationStatus = System.Enum.Parse<OrchestrationStatus>(row.GetString("OrchestrationStatus")),
                    Result = row.GetString("Result"),
                };
                break;
            default:
                throw Unknown(row);
        }

        return item;
    }

    /// <summary>Removes stack traces, because they contain paths of the recording machine.</summary>
    private static TaskFailureDetails FailureOf(JsonNode failure)
    {
        var details = new TaskFailureDetails
        {
            ErrorType = failure["ErrorType"]!.GetValue<string>(),
            ErrorMessage = failure["ErrorMessage"]!.GetValue<string>(),
            IsNonRetriable = failure["IsNonRetriable"]?.GetValue<bool>() ?? false,
            InnerFailure = failure["InnerFailure"] is JsonObject inner ? FailureOf(inner) : null,
        };
        foreach (var (name, value) in failure["Properties"] as JsonObject ?? [])
            details.Properties[name] = Value.ForString(value!.GetValue<string>());
        return details;
    }

    private static Timestamp FireAtOf(TableEntity row) => Timestamp.FromDateTimeOffset(row.GetDateTimeOffset("FireAt") ?? throw Unknown(row));

    private static InvalidDataException Unknown(TableEntity row) =>
        new($"Row {row.RowKey} of {row.PartitionKey} is a {row.GetString("EventType")} that this reader doesn't know; teach it.");
}
