using System.Collections.Concurrent;
using System.Threading.Channels;
using AudioFunctions.LocalHost.Worker.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using RpcException = Grpc.Core.RpcException;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The message stream to and from one worker process. Messages wait until the worker has connected. Thread-safe.</summary>
internal sealed class WorkerConnection(ILoggerFactory loggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _pending = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasAnswered;

    public string WorkerId { get; } = Guid.NewGuid().ToString();

    /// <summary>Completes when the worker has disconnected, or the host has closed the connection.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Whether it has responded to an invocation.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>Exchanges messages until the worker closes the stream.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        var writing = WriteAsync(outgoing, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
                Receive(incoming.Current);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or RpcException)
        {
            // The process died, or the host is stopping.
        }
        finally
        {
            Close();
            await writing;
        }
    }

    /// <exception cref="WorkerGoneException">The worker died before it responded.</exception>
    public async Task<WorkerInitResponse> InitializeAsync(WorkerInitRequest request) =>
        (await AskAsync(WorkerId, new StreamingMessage { WorkerInitRequest = request })).WorkerInitResponse;

    /// <inheritdoc cref="InitializeAsync"/>
    public async Task<FunctionLoadResponse> LoadAsync(FunctionLoadRequest request) =>
        (await AskAsync(request.FunctionId, new StreamingMessage { FunctionLoadRequest = request })).FunctionLoadResponse;

    /// <summary>Runs a function in the worker. Cancellation asks the worker to stop the function, and still waits for its response.</summary>
    /// <inheritdoc cref="InitializeAsync"/>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var response = AskAsync(request.InvocationId, new StreamingMessage { InvocationRequest = request });
        var cancel = new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } };
        await using var cancelling = cancellationToken.Register(() => Send(cancel));
        return (await response).InvocationResponse;
    }

    /// <summary>Asks the worker to end its process.</summary>
    public void Terminate(TimeSpan grace) => Send(new StreamingMessage
    {
        WorkerTerminate = new WorkerTerminate { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(grace) },
    });

    /// <summary>Closes the connection: pending requests fail.</summary>
    public void Close()
    {
        _outgoing.Writer.TryComplete();
        _closed.TrySetResult();
    }

    /// <param name="id">By which the response is recognized.</param>
    private async Task<StreamingMessage> AskAsync(string id, StreamingMessage request)
    {
        var response = _pending.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            Send(request);
            return await Task.WhenAny(response.Task, Closed) == response.Task ? await response.Task : throw new WorkerGoneException();
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    private void Receive(StreamingMessage message)
    {
        _hasAnswered |= message.InvocationResponse is not null;
        if (message.RpcLog is { } entry)
            Log(entry);
        var id = message.InvocationResponse?.InvocationId
            ?? message.FunctionLoadResponse?.FunctionId
            ?? (message.WorkerInitResponse is null ? null : WorkerId);
        if (id is not null && _pending.TryGetValue(id, out var request))
            request.TrySetResult(message);
    }

    /// <summary>Writes the app's log entry to the host's log, under its own category.</summary>
    private void Log(RpcLog entry)
    {
        var text = entry.Exception is { } e ? $"{entry.Message}{Environment.NewLine}{e.Message}{Environment.NewLine}{e.StackTrace}" : entry.Message;
        var logger = loggers.CreateLogger(entry.Category.Length == 0 ? "Worker" : entry.Category);
        // The levels have the same values in both enums.
        logger.Log((LogLevel)(int)entry.Level, default, text, null, static (text, _) => text);
    }

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
                await outgoing.WriteAsync(message, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException or RpcException)
        {
            // As in RunAsync; the reading side ends too, and closes the connection.
        }
    }
}
