using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>
/// Keeps the app's process alive: one that dies is started again after a pause, which doubles while lives end without an answer. After
/// <see cref="MaxFruitlessLives"/> of those in a row it gives up.
/// </summary>
internal sealed partial class WorkerSupervisor(AppFolder app, WorkerConnections connections, ILoggerFactory loggers) : IAsyncDisposable
{
    public const int MaxFruitlessLives = 5;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly ILogger _logger = loggers.CreateLogger("LocalHost.Worker");
    private readonly WorkerLog _log = new(loggers);
    private readonly CancellationTokenSource _stopping = new();
    private FunctionWorker? _current;
    private TaskCompletionSource<FunctionWorker> _next = NewSignal();
    private Task _watching = Task.CompletedTask;
    private int _rpcPort;

    /// <summary>The worker that can work now, or null.</summary>
    public FunctionWorker? Current => Volatile.Read(ref _current);

    /// <summary>The worker that can work now, or else the next one that can.</summary>
    public Task<FunctionWorker> NextAsync(CancellationToken cancellationToken) => Volatile.Read(ref _next).Task.WaitAsync(cancellationToken);

    /// <summary>Completes, with the reason, when there is no use in starting the app again.</summary>
    public TaskCompletionSource<StartupException> GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="StartupException">The app can't be started.</exception>
    public async Task StartAsync(int rpcPort, CancellationToken cancellationToken)
    {
        _rpcPort = rpcPort;
        var worker = await StartOneAsync(cancellationToken);
        _watching = WatchAsync(worker);
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
        var connection = new WorkerConnection(_log);
        connections.Expect(connection);
        var worker = FunctionWorker.Start(app, connection, _rpcPort, Console.WriteLine);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StartTimeout);
        try
        {
            await worker.LoadAsync(app, timeout.Token);
            Ready(worker.ProcessId);
            Volatile.Write(ref _current, worker);
            _next.TrySetResult(worker);
            return worker;
        }
        catch (Exception e)
        {
            connections.Take(connection.WorkerId);
            await worker.DisposeAsync();
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new StartupException($"The app was not ready within {StartTimeout.TotalSeconds:0} seconds; its own lines above may say why.", e);
            throw;
        }
    }

    private static TaskCompletionSource<FunctionWorker> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WatchAsync(FunctionWorker? worker)
    {
        for (var fruitless = 0; ;)
        {
            if (worker is not null)
            {
                var exitCode = await worker.Exited;
                Volatile.Write(ref _next, NewSignal());
                Volatile.Write(ref _current, null);
                fruitless = worker.Connection.HasAnswered ? 0 : fruitless + 1;
                await worker.DisposeAsync();
                if (_stopping.IsCancellationRequested)
                    return;
                Died(exitCode);
            }

            if (fruitless >= MaxFruitlessLives)
            {
                GivenUp.TrySetResult(new StartupException(
                    $"The app has ended {fruitless} times in a row without finishing a single call; its own lines above say why. Nothing is lost: start the host again when that is fixed."));
                return;
            }

            worker = await TryStartAgainAsync(fruitless);
            if (_stopping.IsCancellationRequested)
            {
                await (worker?.DisposeAsync() ?? ValueTask.CompletedTask);
                return;
            }

            if (worker is null)
                fruitless++;
        }
    }

    /// <returns>Null if it didn't start, or the host stops.</returns>
    private async Task<FunctionWorker?> TryStartAgainAsync(int fruitless)
    {
        try
        {
            await Task.Delay(FirstPause * Math.Pow(2, fruitless), _stopping.Token);
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

    [LoggerMessage(2, LogLevel.Warning, "The app's process ended by itself (exit code {ExitCode}) and is started again")]
    private partial void Died(int exitCode);

    [LoggerMessage(3, LogLevel.Error, "The app did not start again: {Reason}")]
    private partial void NotStarted(string reason);
}
