using System.Collections.Concurrent;
using AudioFunctions.LocalHost.Worker.Rpc;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The gRPC service that workers connect to. It accepts only workers that this host started, which prove it with a secret id.</summary>
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

/// <summary>Connections whose worker was started but hasn't connected yet.</summary>
internal sealed class WorkerConnections
{
    private readonly ConcurrentDictionary<string, WorkerConnection> _expected = new();

    public void Expect(WorkerConnection connection) => _expected[connection.WorkerId] = connection;

    public WorkerConnection? Take(string workerId) => _expected.TryRemove(workerId, out var connection) ? connection : null;
}
