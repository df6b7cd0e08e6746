using System.Collections.Concurrent;
using AudioFunctions.LocalHost.Worker.Rpc;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>Where worker processes connect. Only those that this host has started are let in: each knows an id that nobody else does.</summary>
internal sealed class FunctionRpcService(WorkerConnections connections) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.ContentCase != StreamingMessage.ContentOneofCase.StartStream
            || connections.Take(requestStream.Current.StartStream.WorkerId) is not { } connection)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, "Unknown worker."));
        }

        await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}

/// <summary>Connections whose worker has been started and has not called yet.</summary>
internal sealed class WorkerConnections
{
    private readonly ConcurrentDictionary<string, WorkerConnection> _expected = new();

    public void Expect(WorkerConnection connection) => _expected[connection.WorkerId] = connection;

    public WorkerConnection? Take(string workerId) => _expected.TryRemove(workerId, out var connection) ? connection : null;
}
