using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>
/// One run of an orchestrator, from its start to its end or to its next ContinueAsNew, held in memory between turns. Knows
/// nothing of storage: messages go in, actions come out. Not thread-safe; turns come one after the other.
/// </summary>
internal sealed class OrchestrationRun
{
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    private readonly TaskHubRegistry _registry;
    private readonly DataConverter _converter;
    private readonly OrchestratorScheduler _scheduler = new();
    private readonly OrchestrationContext _context;
    private readonly List<HistoryRecord> _held = [];
    private readonly int _generation;
    private HistoryRecord? _start;
    private Task<object?>? _code;
    private volatile bool _escaped;

    public OrchestrationRun(
        string instanceId,
        int generation,
        TaskHubRegistry registry,
        DataConverter converter,
        ILoggerFactory loggerFactory,
        DataConverter? inputConverter = null)
    {
        _generation = generation;
        _registry = registry;
        _converter = converter;
        _context = new OrchestrationContext(instanceId, generation, converter, inputConverter ?? converter, loggerFactory, _scheduler);
        _scheduler.Escaped += OnEscaped;
    }

    /// <summary>
    /// Raised, from a foreign thread, when the code goes on outside a turn; the next turn, even an empty one, ends the run.
    /// </summary>
    public event Action? Escaped;

    public bool HasStarted { get; private set; }

    public bool IsSuspended { get; private set; }

    public string? SerializedCustomStatus => _context.SerializedCustomStatus;

    /// <summary>The actions that still need an answer.</summary>
    public IEnumerable<HistoryRecord> OpenActions => _context.Actions.Open.Where(action => !IsHeld(action.EventId));

    /// <summary>Whether a message can still make a difference; answers to questions no longer open cannot.</summary>
    public bool Wants(HistoryRecord message) =>
        message.TaskScheduledId is not { } id || (_context.Actions.Awaits(message) && !IsHeld(id));

    /// <summary>Feeds the messages in, one by one, each until the code waits again.</summary>
    public TurnResult Turn(DateTimeOffset now, IReadOnlyList<HistoryRecord> messages, bool replaying)
    {
        _context.BeginTurn(now, replaying);
        var end = _escaped ? Failed(new NonDeterministicOrchestrationException(NonDurableWait.Explanation)) : null;
        var consumed = 0;
        while (end is null && consumed < messages.Count)
        {
            end = Take(messages[consumed++]);
        }

        var (actions, canceledTimers) = _context.Actions.TakeNew();
        IReadOnlyList<HistoryRecord> carried =
            end?.EventType == HistoryEventType.ContinueAsNew && _context.Next!.PreserveEvents ? [.. _context.Events.Unclaimed] : [];
        return new TurnResult(
            consumed, actions, canceledTimers, end is null ? null : end with { CustomStatus = _context.SerializedCustomStatus }, carried);
    }

    public static HistoryRecord Failed(Exception exception) => new()
    {
        EventType = HistoryEventType.ExecutionCompleted,
        OrchestrationStatus = OrchestrationRuntimeStatus.Failed,
        FailureDetails = TaskFailureDetails.FromException(exception),
    };

    private HistoryRecord? Take(HistoryRecord message)
    {
        switch (message.EventType)
        {
            case HistoryEventType.ExecutionTerminated:
                return new HistoryRecord
                {
                    EventType = HistoryEventType.ExecutionCompleted,
                    OrchestrationStatus = OrchestrationRuntimeStatus.Terminated,
                    Result = message.Input,
                };
            case HistoryEventType.ExecutionSuspended:
                IsSuspended = true;
                return null;
            case HistoryEventType.ExecutionResumed:
                IsSuspended = false;
                return TakeHeld();
            default:
                if (!IsSuspended)
                    return Deliver(message);
                _held.Add(message);
                return null;
        }
    }

    private bool IsHeld(int actionId) => _held.Exists(message => message.TaskScheduledId == actionId);

    private HistoryRecord? TakeHeld()
    {
        HistoryRecord? end = null;
        foreach (var message in _held)
        {
            end ??= Deliver(message);
        }

        _held.Clear();
        return end;
    }

    private HistoryRecord? Deliver(HistoryRecord message)
    {
        if (message.EventType == HistoryEventType.ExecutionStarted)
        {
            HasStarted = true;
            _start = message;
            _context.Start(message);
            if (_registry.FindOrchestrator(message.Name!) is not { } run)
                return NotFound(message.Name!);
            _scheduler.Run(() => _code = StartCode(run));
        }
        else if (message.EventType == HistoryEventType.EventRaised)
        {
            _scheduler.Run(() => _context.Events.Deliver(message));
        }
        else
        {
            _scheduler.Run(() => _context.Actions.Answer(message));
        }

        return EndOfRun();
    }

    // The await brings the end of the code back to the scheduler, which notices an end on a foreign thread.
    private Task<object?> StartCode(Func<TaskOrchestrationContext, Task<object?>> run) =>
        Task.Factory.StartNew(async () => await run(_context), CancellationToken.None, TaskCreationOptions.None, _scheduler).Unwrap();

    private HistoryRecord? EndOfRun()
    {
        if (_escaped)
            return Failed(new NonDeterministicOrchestrationException(NonDurableWait.Explanation));
        if (_code is not { IsCompleted: true })
        {
            var waits = _code is null || _context.Actions.HasOpen || _context.Events.HasWaiters;
            return waits ? null : Failed(new NonDeterministicOrchestrationException(NonDurableWait.Explanation));
        }

        if (_code.IsCompletedSuccessfully)
            return _context.Next is { } next ? ContinuedAsNew(next) : Completed(_code.Result);
        return Failed(_code.Exception?.InnerException ?? new TaskCanceledException(_code));
    }

    private HistoryRecord ContinuedAsNew(OrchestrationContext.NextRun next) =>
        new()
        {
            EventType = HistoryEventType.ContinueAsNew,
            Name = _context.Name,
            Input = next.Input,
            Generation = _generation + 1,
            Parent = _start?.Parent,
        };

    private HistoryRecord Completed(object? output)
    {
        try
        {
            return new HistoryRecord
            {
                EventType = HistoryEventType.ExecutionCompleted,
                OrchestrationStatus = OrchestrationRuntimeStatus.Completed,
                Result = _converter.Serialize(output),
            };
        }
#pragma warning disable CA1031 // Whatever a converter throws at a product's type is the run's failure.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failed(exception);
        }
    }

    private static HistoryRecord NotFound(string name) => new()
    {
        EventType = HistoryEventType.ExecutionCompleted,
        OrchestrationStatus = OrchestrationRuntimeStatus.Failed,
        FailureDetails = new TaskFailureDetails(
            OrchestratorNotFound, $"No orchestrator task named '{name}' was found.", null, null, null),
    };

    private void OnEscaped()
    {
        _escaped = true;
        Escaped?.Invoke();
    }
}
