using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker.TestApp;

public sealed record Order(string Item, int Amount);

public sealed class DurableFunctions(Signals signals)
{
    [Function("Start")]
    public static async Task<IResult> Start(
        [HttpTrigger("post", Route = "start/{orchestrator}/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string orchestrator,
        string id,
        CancellationToken cancellationToken)
    {
        var input = await request.ReadFromJsonAsync<Order>(cancellationToken);
        await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id), cancellationToken);
        return Results.Json(client.CreateHttpManagementPayload(id), statusCode: StatusCodes.Status202Accepted);
    }

    [Function("PayloadFromRequestData")]
    public static IResult PayloadFromRequestData(
        [HttpTrigger("get", Route = "payload/{id}")] HttpRequestData request, [DurableClient] DurableTaskClient client, string id) =>
        Results.Json(client.CreateHttpManagementPayload(id, request));

    [Function("DoubleOrder")]
    public static async Task<Order> DoubleOrder([OrchestrationTrigger] TaskOrchestrationContext context, Order order)
    {
        context.SetCustomStatus(new { stage = "doubling" });
        var amount = await context.CallActivityAsync<int>("Twice", order.Amount);
        return order with { Amount = amount };
    }

    [Function("Twice")]
    public static int Twice([ActivityTrigger] int amount) => amount * 2;

    [Function("WaitsForEvent")]
    public static async Task<string> WaitsForEvent([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.WaitForExternalEvent<string>("Go");

    [Function("Fails")]
    public static async Task Fails([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync("Breaks");

    [Function("Breaks")]
    public Task Breaks([ActivityTrigger] string? input, FunctionContext function) =>
        throw new InvalidOperationException($"{function.FunctionDefinition.Name} broke");

    [Function("NamesItsCaller")]
    public static async Task<string> NamesItsCaller([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string>("CallerName");

    [Function("Caller")]
    public static string Caller([ActivityTrigger(Activity = "CallerName")] TaskActivityContext context) => $"{context.Name} for {context.InstanceId}";

    [Function("LongRunning")]
    public static async Task LongRunning([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await context.CallActivityAsync("RunsUntilCancelled", context.InstanceId);

    [Function("RunsUntilCancelled")]
    public async Task RunsUntilCancelled([ActivityTrigger] string name, CancellationToken cancellationToken)
    {
        signals.Set($"{name} runs");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            signals.Set($"{name} cancelled");
        }
    }
}
