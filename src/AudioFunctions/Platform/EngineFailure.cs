using Grpc.Core;

namespace AudioFunctions.Platform;

/// <summary>Recognizes failures of the durable engine, of which the host passes on only a status and a sentence.</summary>
internal static class EngineFailure
{
    /// <summary>The sentence of DurableTask.AzureStorage if a queue, table or blob failed; the host passes on nothing else.</summary>
    private const string StorageSentence = "communicating with Azure Storage";

    /// <summary>The sentence of gRPC if a handler threw any exception.</summary>
    private const string HandlerSentence = "Exception was thrown by handler.";

    /// <summary>Whether the engine's storage failed. It can be down while the product's is up, because only the engine uses queues.</summary>
    public static bool IsOfStorage(Exception failure) =>
        failure is RpcException { StatusCode: StatusCode.Unavailable }
        || (failure is RpcException refused && refused.Status.Detail.Contains(StorageSentence, StringComparison.Ordinal));

    /// <summary>Whether reading an instance may work a moment later. If tables are down, the host reports only that its handler threw.</summary>
    public static bool MayPass(Exception failure) =>
        IsOfStorage(failure) || failure is RpcException { StatusCode: StatusCode.Unknown, Status.Detail: HandlerSentence };
}
