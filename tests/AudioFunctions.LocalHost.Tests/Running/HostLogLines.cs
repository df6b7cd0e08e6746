namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>The lines that a process has written so far. Thread-safe.</summary>
internal sealed class HostLogLines
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly List<string> _lines = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string ToString()
    {
        lock (_lines)
            return string.Concat(_lines.Select(line => line + "\n"));
    }

    public void Add(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _lines.Add(line);
            _added.TrySetResult();
            _added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits for the first line that contains the text, after <paramref name="skip"/> lines.</summary>
    public async Task<string> LineWithAsync(string text, int skip = 0, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        while (true)
        {
            Task added;
            lock (_lines)
            {
                if (_lines.Skip(skip).FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                    return found;
                added = _added.Task;
            }

            await added.WaitAsync(timeout.Token);
        }
    }

    public int Count
    {
        get
        {
            lock (_lines)
                return _lines.Count;
        }
    }
}
