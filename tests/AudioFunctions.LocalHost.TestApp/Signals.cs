using System.Collections.Concurrent;

namespace AudioFunctions.LocalHost.TestApp;

/// <summary>Named events by which a test and a function in this process wait for each other.</summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public void Set(string name) => Of(name).TrySetResult();

    public Task WaitAsync(string name, CancellationToken cancellationToken) => Of(name).Task.WaitAsync(cancellationToken);

    private TaskCompletionSource Of(string name) =>
        _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
