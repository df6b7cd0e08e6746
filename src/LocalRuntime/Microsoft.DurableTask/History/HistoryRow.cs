using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>The columns of the history table.</summary>
internal static class HistoryRow
{
    public static string Key(long sequence) => sequence.ToString("X16", CultureInfo.InvariantCulture);

    public static long Sequence(string rowKey) => long.Parse(rowKey, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static async Task<TableEntity> WriteAsync(
        HistoryRecord record,
        string instanceId,
        long sequence,
        string executionId,
        LargeValues largeValues,
        CancellationToken cancellationToken)
    {
        var row = new TableEntity(instanceId, Key(sequence))
        {
            ["EventType"] = record.EventType.ToString(),
            ["EventId"] = record.EventId,
            ["_Timestamp"] = record.Timestamp,
            ["ExecutionId"] = executionId,
        };
        AddSmallValues(row, record);
        var folder = LargeValues.Folder(instanceId, executionId);
        var failure = record.FailureDetails is { } details ? JsonSerializer.Serialize(details) : null;
        await largeValues.WriteAsync(row, nameof(record.Input), record.Input, folder, cancellationToken);
        await largeValues.WriteAsync(row, nameof(record.Result), record.Result, folder, cancellationToken);
        await largeValues.WriteAsync(row, nameof(record.Reason), record.Reason, folder, cancellationToken);
        await largeValues.WriteAsync(row, nameof(record.FailureDetails), failure, folder, cancellationToken);
        return row;
    }

    public static async Task<HistoryRecord> ReadAsync(TableEntity row, LargeValues largeValues, CancellationToken cancellationToken)
    {
        var failure = await largeValues.ReadAsync(row, nameof(HistoryRecord.FailureDetails), cancellationToken);
        return new HistoryRecord
        {
            EventType = TypeOf(row),
            EventId = row.GetInt32("EventId") ?? -1,
            Timestamp = row.GetDateTimeOffset("_Timestamp")!.Value,
            Name = row.GetString(nameof(HistoryRecord.Name)),
            Input = await largeValues.ReadAsync(row, nameof(HistoryRecord.Input), cancellationToken),
            Result = await largeValues.ReadAsync(row, nameof(HistoryRecord.Result), cancellationToken),
            Reason = await largeValues.ReadAsync(row, nameof(HistoryRecord.Reason), cancellationToken),
            FailureDetails = failure is null ? null : JsonSerializer.Deserialize<TaskFailureDetails>(failure),
            TaskScheduledId = row.GetInt32(nameof(HistoryRecord.TaskScheduledId)),
            FireAt = row.GetDateTimeOffset(nameof(HistoryRecord.FireAt)),
            InstanceId = row.GetString(nameof(HistoryRecord.InstanceId)),
            Generation = row.GetInt32(nameof(HistoryRecord.Generation)) ?? 0,
            Sender = row.GetString(nameof(HistoryRecord.Sender)),
            CustomStatus = row.GetString(nameof(HistoryRecord.CustomStatus)),
            OrchestrationStatus = row.GetString(nameof(HistoryRecord.OrchestrationStatus)) is { } status
                ? Enum.Parse<OrchestrationRuntimeStatus>(status)
                : null,
            Parent = row.GetString("ParentInstance") is { } parent ? JsonSerializer.Deserialize<ParentLink>(parent) : null,
        };
    }

    public static HistoryEventType TypeOf(TableEntity row) => Enum.Parse<HistoryEventType>(row.GetString("EventType"));

    private static void AddSmallValues(TableEntity row, HistoryRecord record)
    {
        if (record.Name is not null)
            row[nameof(record.Name)] = record.Name;
        if (record.TaskScheduledId is { } id)
            row[nameof(record.TaskScheduledId)] = id;
        if (record.FireAt is { } fireAt)
            row[nameof(record.FireAt)] = fireAt;
        if (record.InstanceId is not null)
            row[nameof(record.InstanceId)] = record.InstanceId;
        if (record.Generation != 0)
            row[nameof(record.Generation)] = record.Generation;
        if (record.Sender is not null)
            row[nameof(record.Sender)] = record.Sender;
        if (record.CustomStatus is not null)
            row[nameof(record.CustomStatus)] = record.CustomStatus;
        if (record.OrchestrationStatus is { } status)
            row[nameof(record.OrchestrationStatus)] = status.ToString();
        if (record.Parent is not null)
            row["ParentInstance"] = JsonSerializer.Serialize(record.Parent);
    }
}
