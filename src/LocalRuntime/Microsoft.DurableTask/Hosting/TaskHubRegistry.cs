using Microsoft.DurableTask;

namespace LocalRuntime.DurableTask;

/// <summary>The orchestrators and activities a hub can run; names ignore case. Complete before the hub starts.</summary>
public sealed class TaskHubRegistry
{
    private readonly Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> _orchestrators =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, Func<ActivityCall, CancellationToken, Task<object?>>> _activities =
        new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void AddOrchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        if (!_orchestrators.TryAdd(name, run))
            throw new ArgumentException($"There is already an orchestrator named '{name}'.", nameof(name));
    }

    /// <param name="run">Its token is cancelled when the hub stops; the activity then runs again after the next start.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public void AddActivity(string name, Func<ActivityCall, CancellationToken, Task<object?>> run)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(run);
        if (!_activities.TryAdd(name, run))
            throw new ArgumentException($"There is already an activity named '{name}'.", nameof(name));
    }

    public bool HasOrchestrator(string name) => _orchestrators.ContainsKey(name);

    internal Func<TaskOrchestrationContext, Task<object?>>? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    internal Func<ActivityCall, CancellationToken, Task<object?>>? FindActivity(string name) => _activities.GetValueOrDefault(name);
}
