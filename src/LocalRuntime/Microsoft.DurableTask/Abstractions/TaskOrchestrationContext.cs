using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>
/// What an orchestrator may touch. Every task it hands out is durable: its result is in history and comes back the same in a
/// replay. An orchestrator awaits nothing else, and uses the context only from the code that awaits it.
/// </summary>
public abstract class TaskOrchestrationContext
{
    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    /// <summary>Null unless another orchestration started this one.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the current turn, the same in every replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs only to get back to where it was; nothing it asks for now happens again.</summary>
    public abstract bool IsReplaying { get; }

    protected abstract ILoggerFactory LoggerFactory { get; }

    public abstract T? GetInput<T>();

    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <exception cref="TaskFailedException">The activity failed and its retries, if any, are used up.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <exception cref="TaskFailedException">
    /// The sub-orchestration failed or was terminated and its retries, if any, are used up.
    /// </exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>The oldest event of that name (ignoring case) that no one took yet, or the next one to come.</summary>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) =>
        WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <exception cref="TaskCanceledException">The time is up, or <paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerStop = new CancellationTokenSource();
        var timer = CreateTimer(timeout, timerStop.Token);
        using var eventStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var externalEvent = WaitForExternalEvent<T>(eventName, eventStop.Token);

        var first = await Task.WhenAny(timer, externalEvent);
        var late = first == externalEvent ? timerStop : eventStop;
#pragma warning disable CA1849 // CancelAsync would go on in another thread, which an orchestrator must not.
        late.Cancel();
#pragma warning restore CA1849
        return await externalEvent;
    }

    /// <summary>Sends an event to another instance, also across a crash; one that is unknown or finished does not get it.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <param name="customStatus">At most 16 KB (UTF-16) once serialized.</param>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>
    /// Once the orchestrator returns, it starts again with this input and an empty history; its open tasks are forgotten.
    /// </summary>
    /// <param name="preserveUnprocessedEvents">Whether events that came and were not awaited are kept for the next run.</param>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>A GUID that is the same in every replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>A logger that is silent while the orchestrator is replayed.</summary>
    public virtual ILogger CreateReplaySafeLogger(string categoryName) =>
        new ReplaySafeLogger(this, LoggerFactory.CreateLogger(categoryName));

    public virtual ILogger CreateReplaySafeLogger(Type type) => new ReplaySafeLogger(this, LoggerFactory.CreateLogger(type));

    public virtual ILogger CreateReplaySafeLogger<T>() => new ReplaySafeLogger(this, LoggerFactory.CreateLogger<T>());
}
