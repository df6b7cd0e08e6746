using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.LocalHost.TestApp.Http;

/// <summary>Requests that take as long as the test wants, and the process they run in.</summary>
public sealed class Waiting(Signals signals)
{
    /// <summary>Sets <c>{signal}-started</c>, waits for <c>{signal}</c>; when the caller goes away first, sets <c>{signal}-cancelled</c>.</summary>
    [Function("Wait")]
    public async Task<IActionResult> WaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait/{signal}")] HttpRequest request, string signal, FunctionContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, context.CancellationToken);
        signals.Set($"{signal}-started");
        try
        {
            await signals.WaitAsync(signal, either.Token);
            return new OkObjectResult("done");
        }
        catch (OperationCanceledException)
        {
            signals.Set($"{signal}-cancelled");
            throw;
        }
    }

    [Function("Set")]
    public IActionResult Set([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "signals/{signal}")] HttpRequest request, string signal)
    {
        signals.Set(signal);
        return new NoContentResult();
    }

    /// <summary>Answers when the signal has been set.</summary>
    [Function("Await")]
    public async Task<IActionResult> AwaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "signals/{signal}")] HttpRequest request, string signal)
    {
        await signals.WaitAsync(signal, request.HttpContext.RequestAborted);
        return new NoContentResult();
    }

    [Function("ProcessId")]
    public IActionResult ProcessId([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "process")] HttpRequest request) =>
        new OkObjectResult(Environment.ProcessId);

    [Function("Setting")]
    public IActionResult Setting([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "settings/{name}")] HttpRequest request, string name) =>
        new OkObjectResult(Environment.GetEnvironmentVariable(name) ?? "(none)");

    [Function("Exit")]
    public IActionResult Exit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "exit/{code:int}")] HttpRequest request, int code)
    {
        Environment.Exit(code);
        return new NoContentResult();
    }
}
