using Azure.Data.Tables;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;

namespace Microsoft.DurableTask.Tests.Support;

/// <summary>Waits for what storage shows, however long a loaded machine takes.</summary>
internal static class TestHubWaits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Until an event of that type is committed.</summary>
    public static Task UntilAsync(this TestHub hub, string instanceId, HistoryEventType type, int count = 1) =>
        UntilAsync(async () =>
        {
            var history = await hub.Hub.GetHistoryAsync(instanceId, CancellationToken.None) ?? [];
            return history.Count(record => record.EventType == type) >= count;
        });

    /// <summary>Moves the clock from one durable timer to the next until the instance has ended.</summary>
    public static Task AdvanceUntilEndAsync(this TestHub hub, ManualTime time, string instanceId) =>
        hub.AdvanceUntilAsync(time, instanceId, async _ => (await hub.Client.GetInstanceAsync(instanceId))!.IsCompleted);

    /// <summary>Moves the clock from one durable timer to the next until an event of that type is committed.</summary>
    public static Task AdvanceUntilAsync(this TestHub hub, ManualTime time, string instanceId, HistoryEventType type) =>
        hub.AdvanceUntilAsync(time, instanceId, history => Task.FromResult(history.Any(record => record.EventType == type)));

    private static Task AdvanceUntilAsync(
        this TestHub hub, ManualTime time, string instanceId, Func<IReadOnlyCollection<HistoryRecord>, Task<bool>> condition) =>
        UntilAsync(async () =>
        {
            var history = await hub.Hub.GetHistoryAsync(instanceId, CancellationToken.None) ?? [];
            var fired = history.Select(record => record.TaskScheduledId).OfType<int>().ToHashSet();
            var waiting = history.Where(record => record.EventType == HistoryEventType.TimerCreated && !fired.Contains(record.EventId));
            // A timer whose time has come may have been set only after the clock moved: it rings at the clock's next move, however small.
            if (waiting.Min(timer => timer.FireAt) is { } next)
                time.Advance(next > time.GetUtcNow() ? next - time.GetUtcNow() : TimeSpan.Zero);
            return await condition(history);
        });

    /// <summary>Until the history partition has that many events, which trimming may take a moment to reach.</summary>
    public static Task UntilRowsAsync(this TestHub hub, string instanceId, Func<int, bool> isRight) =>
        UntilAsync(async () =>
        {
            var rows = 0;
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId} and RowKey lt 'g'");
            await foreach (var _ in hub.History.QueryAsync<TableEntity>(filter))
                rows++;
            return isRight(rows);
        });

    public static Task UntilNoLargeMessagesAsync(this TestHub hub, string instanceId) =>
        UntilAsync(async () =>
        {
            await foreach (var _ in hub.LargeMessages.GetBlobsAsync(prefix: $"{instanceId}/"))
                return false;
            return true;
        });

    public static async Task<List<string>> IdsAsync(this TestHub hub, OrchestrationQuery query)
    {
        List<string> ids = [];
        await foreach (var instance in hub.Client.GetAllInstancesAsync(query))
            ids.Add(instance.InstanceId);
        return ids;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(5, patience.Token);
    }
}
