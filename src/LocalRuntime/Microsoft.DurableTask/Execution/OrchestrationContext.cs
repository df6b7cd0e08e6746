using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>The context of one run of an orchestrator: turns what the code asks for into actions, and messages into answers.</summary>
internal sealed class OrchestrationContext(
    string instanceId,
    int generation,
    DataConverter converter,
    DataConverter inputConverter,
    ILoggerFactory loggerFactory,
    OrchestratorScheduler scheduler)
    : TaskOrchestrationContext
{
    private const int MaxCustomStatusBytes = 16 * 1024;

    private string _name = "";
    private string? _input;
    private ParentOrchestrationInstance? _parent;
    private DateTime _now;
    private int _guids;

    public ScheduledActions Actions { get; } = new(scheduler);

    public ExternalEvents Events { get; } = new(scheduler);

    public string? SerializedCustomStatus { get; private set; }

    /// <summary>What the code passed to <see cref="ContinueAsNew"/>; null when it did not call it.</summary>
    public NextRun? Next { get; private set; }

    public bool Replaying { get; private set; }

    public override TaskName Name => _name;

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => _parent;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => Replaying;

    protected override ILoggerFactory LoggerFactory => loggerFactory;

    public void BeginTurn(DateTimeOffset now, bool replaying)
    {
        _now = now.UtcDateTime;
        Replaying = replaying;
    }

    public void Start(HistoryRecord executionStarted)
    {
        _name = executionStarted.Name!;
        _input = executionStarted.Input;
        _parent = executionStarted.Parent is { } link ? new ParentOrchestrationInstance(link.Name, link.InstanceId) : null;
    }

    public override T? GetInput<T>()
        where T : default => inputConverter.Deserialize<T>(_input);

    // Without a result type the result stays text: it need not be JSON of anything in particular.
    public override Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        Retries.RunAsync(this, options?.Retry, () => AskActivity(name, input));

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Retries.RunAsync(this, options?.Retry, () => Read<TResult>(AskActivity(name, input)));

    public override Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        Retries.RunAsync(this, options?.Retry, () => AskSubOrchestration(orchestratorName, input, options));

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        Retries.RunAsync(this, options?.Retry, () => Read<TResult>(AskSubOrchestration(orchestratorName, input, options)));

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        scheduler.RequireTurn();
        var due = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        return Actions.AskTimer(new HistoryRecord { EventType = HistoryEventType.TimerCreated, FireAt = due }, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        scheduler.RequireTurn();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return Read<T>(Events.TakeAsync(eventName, cancellationToken));
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        scheduler.RequireTurn();
        InstanceIds.Require(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        Actions.Tell(new HistoryRecord
        {
            EventType = HistoryEventType.EventSent,
            Generation = generation,
            Name = eventName,
            InstanceId = instanceId,
            Input = converter.Serialize(payload),
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        scheduler.RequireTurn();
        var serialized = converter.Serialize(customStatus);
        if (serialized is not null && Encoding.Unicode.GetByteCount(serialized) > MaxCustomStatusBytes)
            throw new ArgumentException($"The custom status is larger than {MaxCustomStatusBytes} bytes.", nameof(customStatus));
        SerializedCustomStatus = serialized;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        scheduler.RequireTurn();
        Next = new NextRun(converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        scheduler.RequireTurn();
        return DeterministicGuid.Create(instanceId, generation, _now, _guids++);
    }

    private Task<string?> AskActivity(TaskName name, object? input)
    {
        scheduler.RequireTurn();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        return Actions.Ask(new HistoryRecord
        {
            EventType = HistoryEventType.TaskScheduled,
            Name = name,
            Input = converter.Serialize(input),
        });
    }

    private Task<string?> AskSubOrchestration(TaskName name, object? input, TaskOptions? options)
    {
        scheduler.RequireTurn();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        var childId = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        InstanceIds.Require(childId);
        return Actions.Ask(new HistoryRecord
        {
            EventType = HistoryEventType.SubOrchestrationInstanceCreated,
            Generation = generation,
            Name = name,
            InstanceId = childId,
            Input = converter.Serialize(input),
        });
    }

    private async Task<T> Read<T>(Task<string?> answer) => converter.Deserialize<T>(await answer)!;

    internal sealed record NextRun(string? Input, bool PreserveEvents);
}
