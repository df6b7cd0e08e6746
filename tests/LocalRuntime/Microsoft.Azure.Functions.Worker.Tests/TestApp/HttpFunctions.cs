using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Microsoft.Azure.Functions.Worker.TestApp;

public sealed class HttpFunctions(ScopedThing scoped, Signals signals)
{
    [Function("ActionResult")]
    public IActionResult ActionResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "action/{name}")] HttpRequest request, string name) =>
        new OkObjectResult(new Greeting($"Hello {name}", request.Method));

    [Function("MinimalResult")]
    public IResult MinimalResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "minimal/{name}")] HttpRequest request, string name) =>
        Results.Json(new Greeting($"Hello {name}", request.Method));

    [Function("TaskResult")]
    public async Task<IActionResult> TaskResult([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "length")] HttpRequest request)
    {
        var buffer = new byte[64 * 1024];
        long length = 0;
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;)
        {
            length += read;
        }

        return new ContentResult { Content = $"{length}", ContentType = "text/plain", StatusCode = StatusCodes.Status201Created };
    }

    [Function("ValueTaskResult")]
    public static ValueTask<IResult> ValueTaskResult([HttpTrigger("get", Route = "static")] HttpRequest request) =>
        ValueTask.FromResult(Results.Text("static"));

    [Function("NullResult")]
    public Task<IActionResult?> NullResult([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        Task.FromResult<IActionResult?>(null);

    [Function("WritesItself")]
    public async Task WritesItself([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = StatusCodes.Status202Accepted;
        await request.HttpContext.Response.WriteAsync("written");
    }

    [Function("FileResult")]
    public IActionResult FileResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "file")] HttpRequest request) =>
        new FileContentResult([1, 2, 3, 4, 5], "audio/mpeg") { EnableRangeProcessing = true };

    [Function("Throws")]
    public IActionResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequest request) =>
        throw new InvalidOperationException("secret detail");

    [Function("ThrowsLate")]
    public async Task ThrowsLate([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws-late")] HttpRequest request)
    {
        request.HttpContext.Response.ContentLength = 100;
        await request.HttpContext.Response.WriteAsync("half");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("too late to answer");
    }

    [Function("ForFunctionKey")]
    public IResult ForFunctionKey([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => Results.Text("open");

    [Function("ForMasterKey")]
    public IResult ForMasterKey([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "master")] HttpRequest request) => Results.Text("open");

    [Function("Scoped")]
    public IResult Scoped([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
        Results.Json(new[]
        {
            scoped.Id.ToString(),
            ((ScopedThing)context.InstanceServices.GetService(typeof(ScopedThing))!).Id.ToString(),
            context.FunctionDefinition.Name,
            context.FunctionId,
            context.InvocationId,
            (context.GetHttpContext() == request.HttpContext).ToString(),
        });

    [Function("Waits")]
    public async Task<IResult> Waits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "waits/{name}")] HttpRequest request, string name)
    {
        signals.Set($"{name} runs");
        await signals[$"{name} may end"];
        return Results.Text("ended");
    }

    [Function("Streams")]
    public async Task Streams(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "streams")] HttpRequest request, CancellationToken cancellationToken)
    {
        await request.HttpContext.Response.WriteAsync("begun", cancellationToken);
        await request.HttpContext.Response.Body.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [Function("WaitsForCancellation")]
    public async Task<IResult> WaitsForCancellation(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cancellation/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
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

        return Results.Ok();
    }
}

public sealed record Greeting(string Text, string Method);
