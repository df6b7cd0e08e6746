using LocalRuntime.Functions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>The management API's starts: new instances, and finished ones once more.</summary>
internal sealed class InstanceStarts(TaskHubService hub, DurableClients clients)
{
    public async Task StartAsync(HttpContext http, DurableTaskClient client)
    {
        var name = (string)http.GetRouteValue("functionName")!;
        if (!hub.Registry.HasOrchestrator(name))
            throw new BadHttpRequestException($"There is no orchestrator function named '{name}'.");

        var input = await http.Request.JsonBodyAsync();
        await StartAsync(http, client, name, input, http.GetRouteValue("instanceId") as string);
    }

    public async Task RestartAsync(HttpContext http, DurableTaskClient client)
    {
        var instanceId = (string)http.GetRouteValue("instanceId")!;
        var withNewId = http.Request.Flag("restartWithNewInstanceId", true);
        var instance = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, http.RequestAborted)
            ?? throw new BadHttpRequestException("InstanceId does not match a valid orchestration instance.");

        var input = instance.SerializedInput is { } json ? new RawJson(json) : null;
        await StartAsync(http, client, instance.Name, input, withNewId ? null : instanceId);
    }

    private async Task StartAsync(HttpContext http, DurableTaskClient client, string name, RawJson? input, string? instanceId)
    {
        var options = new StartOrchestrationOptions(instanceId);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input, options, http.RequestAborted);
        var addresses = clients.UrisFor(http.Request).For(id);
        http.Response.Headers.Location = addresses.StatusQueryGetUri;
        http.Response.Headers.RetryAfter = "10";
        await WriteAsync(http, addresses);
    }

    private static Task WriteAsync(HttpContext http, HttpManagementPayload addresses) =>
        ManagementJson.WriteAsync(http, StatusCodes.Status202Accepted, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", addresses.Id);
            writer.WriteString("statusQueryGetUri", addresses.StatusQueryGetUri);
            writer.WriteString("sendEventPostUri", addresses.SendEventPostUri);
            writer.WriteString("terminatePostUri", addresses.TerminatePostUri);
            writer.WriteString("purgeHistoryDeleteUri", addresses.PurgeHistoryDeleteUri);
            writer.WriteString("restartPostUri", addresses.RestartPostUri);
            writer.WriteString("suspendPostUri", addresses.SuspendPostUri);
            writer.WriteString("resumePostUri", addresses.ResumePostUri);
            writer.WriteEndObject();
        });
}
