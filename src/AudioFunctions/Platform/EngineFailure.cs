using Grpc.Core;

namespace AudioFunctions.Platform;

/// <summary>Failures of the durable engine, as its client gets them from the host: a status and a sentence.</summary>
internal static class EngineFailure
{
    /// <summary>How DurableTask.AzureStorage says that a queue, table or blob failed; the host passes on nothing else of it.</summary>
    private const string StorageSentence = "communicating with Azure Storage";

    /// <summary>How gRPC says that a handler threw, whatever it was.</summary>
    private const string HandlerSentence = "Exception was thrown by handler.";

    /// <summary>Whether the engine's storage failed. It may be down while the tables and blobs of the product are up: its queues are used by nothing else.</summary>
    public static bool IsOfStorage(Exception failure) =>
        failure is RpcException { StatusCode: StatusCode.Unavailable }
        || (failure is RpcException refused && refused.Status.Detail.Contains(StorageSentence, StringComparison.Ordinal));

    /// <summary>Whether a read of an instance may work a moment later: of tables that are down, its handler says nothing more.</summary>
    public static bool MayPass(Exception failure) =>
        IsOfStorage(failure) || failure is RpcException { StatusCode: StatusCode.Unknown, Status.Detail: HandlerSentence };
}
