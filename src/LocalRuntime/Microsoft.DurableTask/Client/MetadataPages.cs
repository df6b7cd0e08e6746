using System.Runtime.CompilerServices;
using LocalRuntime.DurableTask;

namespace Microsoft.DurableTask.Client;

/// <summary>The answer to a query, fetched from the instances table page by page.</summary>
internal sealed class MetadataPages(HubServices hub, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
{
    private const int MaxPageSize = 1000;

    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(continuationToken ?? query.ContinuationToken, Math.Clamp(pageSizeHint ?? query.PageSize, 1, MaxPageSize));

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(
        string? continuation, int size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (query.TaskHubNames?.ToList() is { Count: > 0 } hubs && !hubs.Contains(hub.Options.HubName))
            yield break;

        var converter = query.FetchInputsAndOutputs ? hub.Options.DataConverter : null;
        var pages = hub.Storage.Instances.QueryAsync(
            InstanceFilter.From(query), continuation, size, query.FetchInputsAndOutputs, cancellationToken);
        await foreach (var page in pages)
        {
            var instances = page.Values.Select(state => Describe(state, converter)).ToList();
            yield return new Page<OrchestrationMetadata>(instances, page.ContinuationToken);
        }
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
