using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Speech;

/// <summary>
/// The speech requests of this process that aren't stored yet. A stopping host waits for them, because each is billed, and sends no new ones.
/// </summary>
public sealed class RequestsUnderWay : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _idle = Completed();
    private int _count;

    /// <summary>Cancelled when the host stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Counts a request until it is disposed: from before it is sent until its response is stored.</summary>
    public IDisposable Begin()
    {
        lock (_lock)
        {
            if (_count++ == 0)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return new Request(this);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="cancellationToken">The end of the host's grace period; the next start searches for requests that are still running then.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task idle;
        lock (_lock)
        {
            idle = _idle.Task;
        }

        await idle.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_count == 0)
                _idle.SetResult();
        }
    }

    private sealed class Request(RequestsUnderWay requests) : IDisposable
    {
        public void Dispose() => requests.End();
    }
}
