using System.Collections.Concurrent;

namespace Microsoft.Azure.Functions.Worker.TestApp;

/// <summary>Lets tests and functions wait for each other.</summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public Task this[string name] => Source(name).Task;

    public void Set(string name) => Source(name).TrySetResult();

    /// <summary>Sets "{name} begins {n}", n being how often it was called.</summary>
    public void Count(string name)
    {
        var count = _counts.AddOrUpdate(name, 1, (_, counted) => counted + 1);
        Set($"{name} begins {count}");
    }

    public int CountOf(string name) => _counts.GetValueOrDefault(name);

    private TaskCompletionSource Source(string name) =>
        _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Ends with the run it was made for.</summary>
public sealed class ScopedThing(Signals signals) : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public void Dispose() => signals.Set($"disposed {Id}");
}
