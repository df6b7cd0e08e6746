using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Management;

/// <summary>The addresses of the Durable HTTP management API.</summary>
/// <param name="origin">Scheme, host and port.</param>
internal sealed class ManagementUris(string origin, string hubName, string key)
{
    public const string Root = "/runtime/webhooks/durabletask";

    public HttpManagementPayload For(string instanceId)
    {
        var instance = $"{origin}{Root}/instances/{Uri.EscapeDataString(instanceId)}";
        var query = $"taskHub={Uri.EscapeDataString(hubName)}&connection=Storage&code={Uri.EscapeDataString(key)}";
        return new HttpManagementPayload
        {
            Id = instanceId,
            StatusQueryGetUri = $"{instance}?{query}",
            SendEventPostUri = $"{instance}/raiseEvent/{{eventName}}?{query}",
            TerminatePostUri = $"{instance}/terminate?reason={{text}}&{query}",
            PurgeHistoryDeleteUri = $"{instance}?{query}",
            RestartPostUri = $"{instance}/restart?{query}",
            SuspendPostUri = $"{instance}/suspend?reason={{text}}&{query}",
            ResumePostUri = $"{instance}/resume?reason={{text}}&{query}",
        };
    }
}
