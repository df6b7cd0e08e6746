namespace Microsoft.DurableTask.Client;

/// <param name="CreatedFrom">Inclusive.</param>
/// <param name="CreatedTo">Inclusive.</param>
/// <param name="Statuses">Any of these; null or empty means all.</param>
/// <param name="TaskHubNames">Accepted for the signature's sake: a client knows one hub, and others match nothing.</param>
/// <param name="InstanceIdPrefix">Case-sensitive.</param>
/// <param name="ContinuationToken">From a page of the same query.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    public const int DefaultPageSize = 100;
}
