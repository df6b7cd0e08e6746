namespace LocalRuntime.DurableTask;

/// <summary>An instance with its sub-orchestrations, theirs, and so on, as the histories have them.</summary>
internal static class Family
{
    /// <summary>The instance first; no one twice.</summary>
    public static async Task<IReadOnlyList<string>> MembersAsync(
        HubStorage storage, string instanceId, CancellationToken cancellationToken)
    {
        List<string> members = [instanceId];
        for (var i = 0; i < members.Count; i++)
            members.AddRange((await ChildrenAsync(storage, members[i], cancellationToken)).Except(members).ToList());
        return members;
    }

    /// <summary>
    /// The instance first, so that it starts no more children, then those it has. One that has ended already does not keep its
    /// children from being ended, so a call cut short can be repeated.
    /// </summary>
    public static async Task TerminateAsync(
        HubStorage storage, LiveInstances live, string instanceId, HistoryRecord terminated, CancellationToken cancellationToken)
    {
        List<string> members = [instanceId];
        for (var i = 0; i < members.Count; i++)
        {
            try
            {
                await live.EndAsync(members[i], terminated, cancellationToken);
            }
            catch (InvalidOperationException gone)
                when (gone is OrchestrationFinishedException || (i > 0 && gone is OrchestrationNotFoundException))
            {
                // What matters is that it does not run.
            }

            members.AddRange((await ChildrenAsync(storage, members[i], cancellationToken)).Except(members).ToList());
        }
    }

    private static async Task<IEnumerable<string>> ChildrenAsync(
        HubStorage storage, string instanceId, CancellationToken cancellationToken)
    {
        var records = await InstanceHistory.ReadAsync(storage, instanceId, cancellationToken) ?? [];
        return records
            .Where(record => record.EventType == HistoryEventType.SubOrchestrationInstanceCreated)
            .Select(record => record.InstanceId!)
            .Distinct();
    }
}
