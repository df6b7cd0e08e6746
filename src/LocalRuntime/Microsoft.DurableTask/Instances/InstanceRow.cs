using System.Text.Json;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>The columns of the instances table.</summary>
internal static class InstanceRow
{
    public const string RowKey = "";

    public static TableEntity Keys(string instanceId) => new(instanceId, RowKey);

    /// <summary>All but the values that may be large.</summary>
    public static TableEntity Start(InstanceState state, string hubName)
    {
        var row = Keys(state.InstanceId);
        row[nameof(state.ExecutionId)] = state.ExecutionId;
        row[nameof(state.Name)] = state.Name;
        row[nameof(state.CreatedTime)] = state.CreatedTime;
        row["TaskHubName"] = hubName;
        if (state.ScheduledStartTime is { } start)
            row[nameof(state.ScheduledStartTime)] = start;
        if (state.Parent is { } parent)
            row["ParentInstance"] = JsonSerializer.Serialize(parent);
        AddProgress(row, state);
        return row;
    }

    /// <summary>What changes while the instance runs, but the values that may be large.</summary>
    public static void AddProgress(TableEntity row, InstanceState state)
    {
        row[nameof(state.RuntimeStatus)] = state.RuntimeStatus.ToString();
        row[nameof(state.LastUpdatedTime)] = state.LastUpdatedTime;
        row[nameof(state.Generation)] = state.Generation;
        // A merge leaves out nulls, and a status that was taken back must go.
        row[nameof(state.CustomStatus)] = state.CustomStatus ?? "";
        if (state.CompletedTime is { } completed)
            row[nameof(state.CompletedTime)] = completed;
    }

    public static InstanceState Read(TableEntity row) => new()
    {
        InstanceId = row.PartitionKey,
        ExecutionId = row.GetString(nameof(InstanceState.ExecutionId)),
        Name = row.GetString(nameof(InstanceState.Name)),
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(row.GetString(nameof(InstanceState.RuntimeStatus))),
        CustomStatus = row.GetString(nameof(InstanceState.CustomStatus)) is { Length: > 0 } status ? status : null,
        CreatedTime = row.GetDateTimeOffset(nameof(InstanceState.CreatedTime))!.Value,
        LastUpdatedTime = row.GetDateTimeOffset(nameof(InstanceState.LastUpdatedTime))!.Value,
        CompletedTime = row.GetDateTimeOffset(nameof(InstanceState.CompletedTime)),
        ScheduledStartTime = row.GetDateTimeOffset(nameof(InstanceState.ScheduledStartTime)),
        Generation = row.GetInt32(nameof(InstanceState.Generation)) ?? 0,
        Parent = row.GetString("ParentInstance") is { } parent ? JsonSerializer.Deserialize<ParentLink>(parent) : null,
        Version = row.ETag,
    };
}
