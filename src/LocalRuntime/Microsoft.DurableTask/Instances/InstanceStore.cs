using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask;
using InstancePage = Microsoft.DurableTask.Page<LocalRuntime.DurableTask.InstanceState>;

namespace LocalRuntime.DurableTask;

/// <summary>The instances table. Every write is conditional: no writer overwrites what it has not seen.</summary>
internal sealed class InstanceStore(TableClient table, string hubName, LargeValues largeValues, StorageRetry retry)
{
    /// <summary>
    /// Starts an instance by the single write of its row. Returns what is there when the id is taken: by this very start, when
    /// the answer to an earlier attempt got lost, or by another one. Null when what was there has gone meanwhile.
    /// </summary>
    /// <param name="replaces">The finished instance that goes by the same id.</param>
    public Task<InstanceState?> StartAsync(InstanceState start, InstanceState? replaces, CancellationToken cancellationToken) =>
        retry.RunAsync(
            "starting an instance",
            async token =>
            {
                var row = InstanceRow.Start(start, hubName);
                await largeValues.WriteAsync(row, nameof(start.Input), start.Input, Folder(start), token);
                try
                {
                    var response = replaces is null
                        ? await table.AddEntityAsync(row, token)
                        : await table.UpdateEntityAsync(row, replaces.Version, TableUpdateMode.Replace, token);
                    return start with { Version = response.Headers.ETag!.Value };
                }
                catch (RequestFailedException taken) when (taken.Status == 409 || (replaces is not null && taken.Status is 404 or 412))
                {
                    return await FindAsync(start.InstanceId, withPayloads: false, token);
                }
            },
            cancellationToken);

    /// <summary>Null when there is no such instance.</summary>
    public async Task<InstanceState?> ReadAsync(string instanceId, bool withPayloads, CancellationToken cancellationToken) =>
        InstanceIds.IsPossible(instanceId)
            ? await retry.RunAsync("reading an instance", token => FindAsync(instanceId, withPayloads, token), cancellationToken)
            : null;

    /// <summary>Writes what has changed while the instance ran.</summary>
    /// <returns>The row's new version.</returns>
    /// <exception cref="RequestFailedException">412: the row is no longer the version that <paramref name="state"/> has.</exception>
    public Task<ETag> UpdateAsync(InstanceState state, CancellationToken cancellationToken) => retry.RunAsync(
        "writing an instance's status",
        async token =>
        {
            var row = InstanceRow.Keys(state.InstanceId);
            InstanceRow.AddProgress(row, state);
            if (state.IsFinished)
            {
                var failure = state.FailureDetails is { } details ? JsonSerializer.Serialize(details) : null;
                await largeValues.WriteAsync(row, nameof(state.Output), state.Output, Folder(state), token);
                await largeValues.WriteAsync(row, nameof(state.FailureDetails), failure, Folder(state), token);
            }

            var response = await table.UpdateEntityAsync(row, state.Version, TableUpdateMode.Merge, token);
            return response.Headers.ETag!.Value;
        },
        cancellationToken);

    /// <returns>False when the row has become another start of the same id meanwhile.</returns>
    public Task<bool> DeleteAsync(InstanceState state, CancellationToken cancellationToken) => retry.RunAsync(
        "deleting an instance",
        async token =>
        {
            try
            {
                await table.DeleteEntityAsync(state.InstanceId, InstanceRow.RowKey, state.Version, token);
                return true;
            }
            catch (RequestFailedException changed) when (changed.Status == 412)
            {
                return false;
            }
        },
        cancellationToken);

    public async IAsyncEnumerable<InstancePage> QueryAsync(
        string? filter,
        string? continuation,
        int pageSize,
        bool withPayloads,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = continuation;
        do
        {
            var page = await retry.RunAsync(
                "listing instances", c => PageAsync(filter, token, pageSize, withPayloads, c), cancellationToken);
            yield return page;
            token = page.ContinuationToken;
        }
        while (token is not null);
    }

    private async Task<InstancePage> PageAsync(
        string? filter, string? continuation, int pageSize, bool withPayloads, CancellationToken cancellationToken)
    {
        var pages = table.QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellationToken).AsPages(continuation, pageSize);
        await foreach (var page in pages)
        {
            var states = new List<InstanceState>(page.Values.Count);
            foreach (var row in page.Values)
                states.Add(await ReadAsync(row, withPayloads, cancellationToken));
            return new InstancePage(states, string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken);
        }

        return new InstancePage([]);
    }

    private async Task<InstanceState?> FindAsync(string instanceId, bool withPayloads, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(instanceId, InstanceRow.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? await ReadAsync(row.Value!, withPayloads, cancellationToken) : null;
    }

    private async Task<InstanceState> ReadAsync(TableEntity row, bool withPayloads, CancellationToken cancellationToken)
    {
        var failure = await largeValues.ReadAsync(row, nameof(InstanceState.FailureDetails), cancellationToken);
        var state = InstanceRow.Read(row) with
        {
            FailureDetails = failure is null ? null : JsonSerializer.Deserialize<TaskFailureDetails>(failure),
        };
        return withPayloads
            ? state with
            {
                Input = await largeValues.ReadAsync(row, nameof(state.Input), cancellationToken),
                Output = await largeValues.ReadAsync(row, nameof(state.Output), cancellationToken),
            }
            : state;
    }

    private static string Folder(InstanceState state) => LargeValues.Folder(state.InstanceId, state.ExecutionId);
}
