using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.LocalHost.TestApp.Durable;

/// <summary>Starts an orchestration through the client that the host binds.</summary>
public sealed class Start
{
    [Function("Start")]
    public async Task<IActionResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "start/{name}/{id}")] HttpRequest request,
        string name, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var input = await request.ReadFromJsonAsync<System.Text.Json.JsonElement>(context.CancellationToken);
        await client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id), context.CancellationToken);
        return new AcceptedResult(null as string, client.CreateHttpManagementPayload(id));
    }
}
