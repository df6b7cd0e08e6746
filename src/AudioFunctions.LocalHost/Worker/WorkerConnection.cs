using System.Collections.Concurrent;
using System.Threading.Channels;
using AudioFunctions.LocalHost.Worker.Rpc;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The message stream to and from one worker process. Thread-safe.</summary>
internal sealed class WorkerConnection(WorkerLog log)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<FunctionLoadResponse>> _loads = new();
    private readonly TaskCompletionSource _started = NewSource();
    private readonly TaskCompletionSource<WorkerInitResponse> _initialized = NewSource<WorkerInitResponse>();
    private readonly TaskCompletionSource _closed = NewSource();
    private int _answered;

    public string WorkerId { get; } = Guid.NewGuid().ToString();

    /// <summary>Completes when the worker has connected.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes when the worker has disconnected, or the host has closed the connection.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Whether it has responded to an invocation.</summary>
    public bool HasAnswered => Volatile.Read(ref _answered) > 0;

    /// <summary>Exchanges messages until the worker closes the stream.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        var writing = WriteAsync(outgoing, cancellationToken);
        _started.TrySetResult();
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

    public Task<WorkerInitResponse> InitializeAsync(WorkerInitRequest request)
    {
        Send(new StreamingMessage { WorkerInitRequest = request });
        return _initialized.Task;
    }

    public async Task<FunctionLoadResponse> LoadAsync(FunctionLoadRequest request)
    {
        var response = _loads.GetOrAdd(request.FunctionId, _ => NewSource<FunctionLoadResponse>());
        Send(new StreamingMessage { FunctionLoadRequest = request });
        return await await Task.WhenAny(response.Task, GoneAsync<FunctionLoadResponse>());
    }

    /// <summary>Runs a function in the worker. Cancellation asks the worker to stop the function, and still waits for its response.</summary>
    /// <exception cref="WorkerGoneException">The worker died before it responded.</exception>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var response = NewSource<InvocationResponse>();
        _invocations[request.InvocationId] = response;
        try
        {
            Send(new StreamingMessage { InvocationRequest = request });
            var cancel = new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } };
            await using var cancelling = cancellationToken.Register(() => Send(cancel));
            return await await Task.WhenAny(response.Task, GoneAsync<InvocationResponse>());
        }
        finally
        {
            _invocations.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to end its process.</summary>
    public void Terminate(TimeSpan grace) => Send(new StreamingMessage
    {
        WorkerTerminate = new WorkerTerminate { GracePeriod = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(grace) },
    });

    /// <summary>Closes the connection: pending invocations fail.</summary>
    public void Close()
    {
        _outgoing.Writer.TryComplete();
        _closed.TrySetResult();
    }

    private void Receive(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                _initialized.TrySetResult(message.WorkerInitResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                if (_loads.TryGetValue(message.FunctionLoadResponse.FunctionId, out var load))
                    load.TrySetResult(message.FunctionLoadResponse);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                Interlocked.Increment(ref _answered);
                if (_invocations.TryGetValue(message.InvocationResponse.InvocationId, out var invocation))
                    invocation.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                log.Write(message.RpcLog);
                break;
        }
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

    private async Task<T> GoneAsync<T>()
    {
        await _closed.Task;
        throw new WorkerGoneException();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
