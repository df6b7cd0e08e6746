using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>The management API's commands to instances, and their removal.</summary>
internal static class InstanceCommands
{
    public static Task RaiseEventAsync(HttpContext http, DurableTaskClient client) => ToUnfinishedAsync(http, client, async instanceId =>
    {
        if (!http.Request.HasJsonContentType())
            throw new BadHttpRequestException("Only application/json request content is supported");
        var payload = await http.Request.JsonBodyAsync() ?? throw new BadHttpRequestException("Invalid JSON content");
        await client.RaiseEventAsync(instanceId, (string)http.GetRouteValue("eventName")!, payload, http.RequestAborted);
    });

    public static Task TerminateAsync(HttpContext http, DurableTaskClient client) => ToUnfinishedAsync(http, client, instanceId =>
        client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(http.Request.Text("reason")), http.RequestAborted));

    public static Task SuspendAsync(HttpContext http, DurableTaskClient client) => ToUnfinishedAsync(http, client, instanceId =>
        client.SuspendInstanceAsync(instanceId, http.Request.Text("reason"), http.RequestAborted));

    public static Task ResumeAsync(HttpContext http, DurableTaskClient client) => ToUnfinishedAsync(http, client, instanceId =>
        client.ResumeInstanceAsync(instanceId, http.Request.Text("reason"), http.RequestAborted));

    public static async Task PurgeAsync(HttpContext http, DurableTaskClient client)
    {
        var instanceId = (string)http.GetRouteValue("instanceId")!;
        if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, http.RequestAborted) is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var result = await client.PurgeInstanceAsync(instanceId, http.RequestAborted);
        await WriteDeletedAsync(http, result);
    }

    public static async Task PurgeManyAsync(HttpContext http, DurableTaskClient client)
    {
        var createdFrom = http.Request.Time("createdTimeFrom")
            ?? throw new BadHttpRequestException("Please provide value for 'createdTimeFrom' parameter.");
        var filter = new PurgeInstancesFilter(createdFrom, http.Request.Time("createdTimeTo"), http.Request.Statuses());
        var result = await client.PurgeAllInstancesAsync(filter, http.RequestAborted);
        if (result.PurgedInstanceCount == 0)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await WriteDeletedAsync(http, result);
    }

    private static async Task ToUnfinishedAsync(HttpContext http, DurableTaskClient client, Func<string, Task> command)
    {
        var instanceId = (string)http.GetRouteValue("instanceId")!;
        var instance = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, http.RequestAborted);
        if (instance is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (InstanceStatus.IsFinished(instance))
        {
            http.Response.StatusCode = StatusCodes.Status410Gone;
            return;
        }

        await command(instanceId);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static Task WriteDeletedAsync(HttpContext http, PurgeResult result) =>
        ManagementJson.WriteAsync(http, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("instancesDeleted", result.PurgedInstanceCount);
            writer.WriteEndObject();
        });
}
