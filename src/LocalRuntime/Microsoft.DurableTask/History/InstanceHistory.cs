namespace LocalRuntime.DurableTask;

/// <summary>An instance's history for those who look on.</summary>
internal static class InstanceHistory
{
    /// <returns>The committed events of the current run; null when there is no such instance.</returns>
    public static async Task<IReadOnlyList<HistoryRecord>?> ReadAsync(
        HubStorage storage, string instanceId, CancellationToken cancellationToken)
    {
        var state = await storage.Instances.ReadAsync(instanceId, withPayloads: false, cancellationToken);
        if (state is null)
            return null;
        var history = await storage.History.LoadAsync(instanceId, state.ExecutionId, cancellationToken);
        return await storage.History.ReadAsync(history.Current.SelectMany(turn => turn), cancellationToken);
    }
}
