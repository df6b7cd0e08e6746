using LocalRuntime.DurableTask;

namespace Microsoft.DurableTask.Client;

/// <summary>The answer to a query, fetched from the instances table page by page.</summary>
internal sealed class MetadataPages(HubServices hub, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
{
    private const int MaxPageSize = 1000;

    public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
        string? continuationToken = null, int? pageSizeHint = null)
    {
        if (query.TaskHubNames?.ToList() is { Count: > 0 } hubs && !hubs.Contains(hub.Options.HubName))
            yield break;

        var size = Math.Clamp(pageSizeHint ?? query.PageSize, 1, MaxPageSize);
        var converter = query.FetchInputsAndOutputs ? hub.Options.DataConverter : null;
        var pages = hub.Storage.Instances.QueryAsync(
            InstanceFilter.From(query), continuationToken ?? query.ContinuationToken, size, query.FetchInputsAndOutputs, CancellationToken.None);
        await foreach (var page in pages)
            yield return new Page<OrchestrationMetadata>([.. page.Values.Select(state => Describe(state, converter))], page.ContinuationToken);
    }

    /// <param name="converter">Null leaves inputs and outputs out.</param>
    public static OrchestrationMetadata Describe(InstanceState state, DataConverter? converter) => new(state.Name, state.InstanceId)
    {
        DataConverter = converter,
        RuntimeStatus = state.RuntimeStatus,
        CreatedAt = state.CreatedTime,
        LastUpdatedAt = state.LastUpdatedTime,
        SerializedInput = converter is null ? null : state.Input,
        SerializedOutput = converter is null ? null : state.Output,
        SerializedCustomStatus = converter is null ? null : state.CustomStatus,
        FailureDetails = state.FailureDetails,
    };
}
