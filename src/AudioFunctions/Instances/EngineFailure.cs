using Grpc.Core;

namespace AudioFunctions.Instances;

/// <summary>Failures of the durable engine, as its client gets them from the host: a status and a sentence.</summary>
internal static class EngineFailure
{
    /// <summary>How DurableTask.AzureStorage says that a queue, table or blob failed; the host passes on nothing else of it.</summary>
    private const string StorageSentence = "communicating with Azure Storage";

    /// <summary>How gRPC says that a handler met what it did not expect: reads of instances do so when the tables can't be reached.</summary>
    private const string UnexpectedSentence = "Exception was thrown by handler.";

    /// <summary>Whether the engine's storage failed. It may be down while the tables and blobs of the product are up: its queues are used by nothing else.</summary>
    public static bool IsOfStorage(Exception failure) =>
        failure is RpcException { StatusCode: StatusCode.Unavailable }
        || (failure is RpcException refused
            && (refused.Status.Detail.Contains(StorageSentence, StringComparison.Ordinal) || refused.Status.Detail == UnexpectedSentence));
}
