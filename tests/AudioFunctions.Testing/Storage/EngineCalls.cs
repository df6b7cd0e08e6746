using System.Text;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Storage;

/// <summary>
/// What the Azure Storage engine of Durable Functions asks of the storage account. A turn: put the messages that it sends, commit its
/// history, delete the messages that it was for. An activity: put its result, delete its work item.
/// </summary>
public static class EngineCalls
{
    private const string Commit = "\"OrchestratorCompleted\"";

    /// <summary>Commits a turn's history.</summary>
    public static bool IsCommit(this StorageCall call) => call.IsTransactionWith(Commit);

    /// <summary>Commits a turn that asks for this activity.</summary>
    public static bool IsCommitAskingFor(this StorageCall call, string activity) => call.IsCommit() && call.IsTransactionWith($"\"{activity}\"");

    /// <summary>Puts what an activity returned into a control queue.</summary>
    public static bool IsResult(this StorageCall call) =>
        HttpMethods.IsPost(call.Method)
        && call.Path.Contains("-control-", StringComparison.Ordinal)
        && Encoding.UTF8.GetString(call.Body).Contains("TaskCompletedEvent", StringComparison.Ordinal);

    /// <summary>Deletes the message that asked for an activity.</summary>
    public static bool IsWorkItemDeletion(this StorageCall call) =>
        HttpMethods.IsDelete(call.Method) && call.Path.Contains("-workitems/messages/", StringComparison.Ordinal);
}
