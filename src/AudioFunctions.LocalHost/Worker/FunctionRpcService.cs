using AudioFunctions.LocalHost.Worker.Rpc;
using Grpc.Core;
using RpcException = Grpc.Core.RpcException;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The gRPC service that workers connect to. It accepts only workers that this host started, which prove it with a secret id.</summary>
internal sealed class FunctionRpcService(WorkerSupervisor workers) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start
            || workers.TakeExpected(start.WorkerId) is not { } connection)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, "Unknown worker."));
        }

        await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
