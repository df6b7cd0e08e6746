using System.Collections.Concurrent;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>
/// Restarts the app's process if it ends. The delay doubles after each run without a response, and after <see cref="MaxFailedRuns"/> such
/// runs in a row it gives up.
/// </summary>
internal sealed partial class WorkerSupervisor(AppFolder app, ILoggerFactory loggers) : IAsyncDisposable
{
    public const int MaxFailedRuns = 5;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly ILogger _logger = loggers.CreateLogger("LocalHost.Worker");
    private readonly ConcurrentDictionary<string, WorkerConnection> _expected = new();
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource<FunctionWorker> _next = NewSignal();
    private Task _watching = Task.CompletedTask;
    private int _rpcPort;

    /// <summary>The worker that is ready now, or null.</summary>
    public FunctionWorker? Current => Volatile.Read(ref _next).Task is { IsCompletedSuccessfully: true } ready ? ready.Result : null;

    /// <summary>The worker that is ready now, or else the next one.</summary>
    public Task<FunctionWorker> NextAsync(CancellationToken cancellationToken) => Volatile.Read(ref _next).Task.WaitAsync(cancellationToken);

    /// <summary>Completes, with the reason, when it no longer restarts the app.</summary>
    public TaskCompletionSource<StartupException> GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The connection of a worker that was started but hasn't connected yet; null if there is none with this id.</summary>
    public WorkerConnection? TakeExpected(string workerId) => _expected.TryRemove(workerId, out var connection) ? connection : null;

    /// <exception cref="StartupException">The app can't be started.</exception>
    public async Task StartAsync(int rpcPort, CancellationToken cancellationToken)
    {
        _rpcPort = rpcPort;
        _watching = WatchAsync(await StartOneAsync(cancellationToken));
    }

    /// <summary>Stops the worker for good.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync();
        if (Current is { } worker)
            await worker.StopAsync(grace);
        await _watching;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stopping.Dispose();
    }

    private async Task<FunctionWorker> StartOneAsync(CancellationToken cancellationToken)
    {
        var connection = new WorkerConnection(loggers);
        _expected[connection.WorkerId] = connection;
        var worker = FunctionWorker.Start(app, connection, _rpcPort, Console.WriteLine);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        try
        {
            await worker.LoadAsync(app, timeout.Token);
            Ready(worker.ProcessId);
            _next.TrySetResult(worker);
            return worker;
        }
        catch (Exception e)
        {
            TakeExpected(connection.WorkerId);
            await worker.DisposeAsync();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new StartupException($"The app was not ready within {StartTimeout.TotalSeconds:0} seconds; see its log above.", e);
            throw;
        }
    }

    private static TaskCompletionSource<FunctionWorker> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="worker">Null if it didn't start.</param>
    private async Task WatchAsync(FunctionWorker? worker)
    {
        for (var failedRuns = 0; !_stopping.IsCancellationRequested; worker = await TryStartAgainAsync(failedRuns))
        {
            failedRuns = worker is not null && await EndAsync(worker) ? 0 : failedRuns + 1;
            if (failedRuns == MaxFailedRuns)
            {
                GivenUp.TrySetResult(new StartupException(
                    $"The app has ended {failedRuns} times in a row without completing an invocation; see its log above. Fix the cause and start the host again; no work is lost."));
                return;
            }
        }

        await (worker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Waits for the end of a worker.</summary>
    /// <returns>Whether it has responded to an invocation.</returns>
    private async Task<bool> EndAsync(FunctionWorker worker)
    {
        var exitCode = await worker.Exited;
        Volatile.Write(ref _next, NewSignal());
        await worker.DisposeAsync();
        if (!_stopping.IsCancellationRequested)
            Died(exitCode);
        return worker.Connection.HasAnswered;
    }

    /// <returns>Null if the app didn't start, or the host is stopping.</returns>
    private async Task<FunctionWorker?> TryStartAgainAsync(int failedRuns)
    {
        try
        {
            await Task.Delay(FirstPause * Math.Pow(2, failedRuns), _stopping.Token);
            return await StartOneAsync(_stopping.Token);
        }
        catch (StartupException e)
        {
            NotStarted(e.Message);
            return null;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The app runs as process {ProcessId}")]
    private partial void Ready(int processId);

    [LoggerMessage(2, LogLevel.Warning, "The app's process ended unexpectedly (exit code {ExitCode}); restarting it")]
    private partial void Died(int exitCode);

    [LoggerMessage(3, LogLevel.Error, "Could not restart the app: {Reason}")]
    private partial void NotStarted(string reason);
}
