using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>The management API's reads.</summary>
internal sealed class InstanceQueries(TaskHubService hub)
{
    private const string ContinuationHeader = "x-ms-continuation-token";

    public async Task GetAsync(HttpContext http, DurableTaskClient client)
    {
        var request = http.Request;
        var showInput = request.Flag("showInput", true);
        var showHistory = request.Flag("showHistory", false);
        var showHistoryOutput = request.Flag("showHistoryOutput", false);
        var failureIsServerError = request.Flag("returnInternalServerErrorOnFailure", false);
        var instanceId = (string)http.GetRouteValue("instanceId")!;
        if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, http.RequestAborted) is not { } instance)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var history = showHistory && instance.RuntimeStatus is not OrchestrationRuntimeStatus.Pending
            ? await HistoryAsync(instanceId, http.RequestAborted)
            : null;
        var code = InstanceStatus.Code(instance, failureIsServerError);
        if (code == StatusCodes.Status202Accepted)
        {
            http.Response.Headers.Location = request.GetEncodedUrl();
            http.Response.Headers.RetryAfter = "5";
        }

        await ManagementJson.WriteAsync(
            http, code, writer => InstanceStatus.Write(writer, instance, showInput, history, showHistoryOutput));
    }

    public static async Task ListAsync(HttpContext http, DurableTaskClient client)
    {
        var request = http.Request;
        var showInput = request.Flag("showInput", true);
        var query = new OrchestrationQuery(
            CreatedFrom: request.Time("createdTimeFrom"),
            CreatedTo: request.Time("createdTimeTo"),
            Statuses: request.Statuses(),
            InstanceIdPrefix: request.Text("instanceIdPrefix"),
            PageSize: request.Count("top", OrchestrationQuery.DefaultPageSize),
            FetchInputsAndOutputs: true);
        var token = request.Headers[ContinuationHeader] is [{ Length: > 0 } header, ..] ? header : null;

        await using var pages = client.GetAllInstancesAsync(query).AsPages(token, query.PageSize).GetAsyncEnumerator(http.RequestAborted);
        var page = await pages.MoveNextAsync() ? pages.Current : null;
        if (page?.ContinuationToken is { } continuation)
            http.Response.Headers[ContinuationHeader] = continuation;
        await ManagementJson.WriteAsync(http, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray();
            foreach (var instance in page?.Values ?? [])
            {
                InstanceStatus.Write(writer, instance, showInput);
            }

            writer.WriteEndArray();
        });
    }

    private async Task<IReadOnlyList<HistoryRecord>?> HistoryAsync(string instanceId, CancellationToken cancellationToken) =>
        await (await hub.Hub).GetHistoryAsync(instanceId, cancellationToken);
}
