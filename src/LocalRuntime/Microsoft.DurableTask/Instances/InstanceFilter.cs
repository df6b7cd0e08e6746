using Azure.Data.Tables;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.DurableTask;

/// <summary>A client's query in the table service's filter language.</summary>
internal static class InstanceFilter
{
    /// <returns>Null where everything matches.</returns>
    public static string? From(OrchestrationQuery query)
    {
        List<string> conditions = [];
        if (query.CreatedFrom is { } from)
            conditions.Add(TableClient.CreateQueryFilter($"CreatedTime ge {from.ToUniversalTime()}"));
        if (query.CreatedTo is { } to)
            conditions.Add(TableClient.CreateQueryFilter($"CreatedTime le {to.ToUniversalTime()}"));
        if (query.Statuses?.Distinct().ToList() is { Count: > 0 } statuses)
            conditions.Add($"({string.Join(" or ", statuses.Select(status => $"RuntimeStatus eq '{status}'"))})");
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
            conditions.Add(StartsWith(prefix));
        return conditions.Count == 0 ? null : string.Join(" and ", conditions);
    }

    private static string StartsWith(string prefix)
    {
        var after = prefix[..^1] + (char)(prefix[^1] + 1);
        return TableClient.CreateQueryFilter($"PartitionKey ge {prefix} and PartitionKey lt {after}");
    }
}
