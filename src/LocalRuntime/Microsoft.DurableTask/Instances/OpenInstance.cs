namespace LocalRuntime.DurableTask;

/// <summary>An instance that this process owns, brought back to where its history ends.</summary>
internal sealed class OpenInstance
{
    private OpenInstance(InstanceState state, HistoryWriter writer, OrchestrationRun run, int generation)
    {
        State = state;
        Writer = writer;
        Run = run;
        Generation = generation;
    }

    public InstanceState State { get; }

    public HistoryWriter Writer { get; }

    public OrchestrationRun Run { get; }

    public int Generation { get; }

    /// <summary>The start of the run, and what it took over, where that is not in its history yet.</summary>
    public IReadOnlyList<HistoryRecord> First { get; private set; } = [];

    /// <summary>How the run ended by its history; null while it goes on.</summary>
    public HistoryRecord? End { get; private set; }

    /// <summary>How the run must end, because its code does not fit its history.</summary>
    public HistoryRecord? Misfit { get; private set; }

    /// <summary>What was for other instances and may not have got there.</summary>
    public IReadOnlyList<HistoryRecord> Sent { get; private set; } = [];

    /// <summary>Who sent the events that came from other orchestrations.</summary>
    public HashSet<string> Senders { get; } = [];

    public DateTimeOffset LastTurn { get; private set; }

    /// <exception cref="InstanceTakenOverException">Another process took it at the same moment.</exception>
    public static async Task<OpenInstance> OpenAsync(HubServices hub, InstanceState state, CancellationToken cancellationToken)
    {
        var history = hub.Storage.History;
        var found = await history.LoadAsync(state.InstanceId, state.ExecutionId, cancellationToken);
        var writer = new HistoryWriter(history, state.InstanceId, state.ExecutionId, hub.Owner, found);
        await writer.ClaimAsync(cancellationToken);

        List<IReadOnlyList<HistoryRecord>> turns = [];
        foreach (var turn in found.Turns)
            turns.Add(await history.ReadAsync(turn, cancellationToken));
        var current = turns[^found.Current.Count..];
        var handover = turns.SkipLast(current.Count).LastOrDefault() ?? [];
        var handed = handover.SkipWhile(record => record.EventType != HistoryEventType.ContinueAsNew).ToList();

        // Once the run before has been trimmed away, only the run's own start knows its number.
        var began = current.SelectMany(turn => turn).FirstOrDefault(record => record.EventType == HistoryEventType.ExecutionStarted);
        var generation = (began ?? handed.FirstOrDefault())?.Generation ?? 0;
        var run = new OrchestrationRun(state.InstanceId, generation, hub.Registry, hub.Options.DataConverter, hub.LoggerFactory, hub.Options.InputConverter);
        var open = new OpenInstance(state, writer, run, generation);
        open.Restore(turns, current);
        if (began is null)
            open.First = handed is [var next, .. var rest] ? NextRun(next, rest) : [StartOf(state)];
        return open;
    }

    /// <param name="carried">The turn's records after its ContinueAsNew.</param>
    public static IReadOnlyList<HistoryRecord> NextRun(HistoryRecord continueAsNew, IEnumerable<HistoryRecord> carried) =>
    [
        continueAsNew with { EventType = HistoryEventType.ExecutionStarted },
        .. carried.Where(record => record.EventType == HistoryEventType.EventRaised),
    ];

    private static HistoryRecord StartOf(InstanceState state) => new()
    {
        EventType = HistoryEventType.ExecutionStarted,
        Name = state.Name,
        Input = state.Input,
        Parent = state.Parent,
    };

    private void Restore(List<IReadOnlyList<HistoryRecord>> turns, List<IReadOnlyList<HistoryRecord>> current)
    {
        var records = turns.SelectMany(turn => turn).ToList();
        Senders.UnionWith(records.Select(record => record.Sender).OfType<string>());
        Sent = SentIn(records);
        LastTurn = records.LastOrDefault()?.Timestamp ?? default;
        End = current.SelectMany(turn => turn).FirstOrDefault(record => record.EventType == HistoryEventType.ExecutionCompleted);
        if (End is null)
        {
            var misfit = Replay.Through(Run, current.Select(StoredTurn.From));
            Misfit = misfit is null ? null : misfit with { CustomStatus = State.CustomStatus };
        }
    }

    private static List<HistoryRecord> SentIn(IEnumerable<HistoryRecord> records)
    {
        List<HistoryRecord> sent = [];
        Dictionary<int, HistoryRecord> children = [];
        foreach (var record in records)
        {
            switch (record.EventType)
            {
                case HistoryEventType.EventSent:
                    sent.Add(record);
                    break;
                case HistoryEventType.SubOrchestrationInstanceCreated:
                    children[record.EventId] = record;
                    break;
                case HistoryEventType.SubOrchestrationInstanceCompleted or HistoryEventType.SubOrchestrationInstanceFailed:
                    children.Remove(record.TaskScheduledId!.Value);
                    break;
                case HistoryEventType.ContinueAsNew:
                    sent.AddRange(children.Values);
                    children.Clear();
                    break;
            }
        }

        return [.. sent, .. children.Values];
    }
}
