using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;

namespace AudioFunctions.LocalHost.TestApp.Http;

/// <summary>Requests and responses as they pass through the host.</summary>
public sealed class Exchange(Signals signals)
{
    /// <summary>What of the request arrived here.</summary>
    [Function("Mirror")]
    public IActionResult Mirror([HttpTrigger(AuthorizationLevel.Anonymous, Route = "mirror")] HttpRequest request)
    {
        request.HttpContext.Response.Headers.Append("x-several", new StringValues(["one", "two"]));
        return new ObjectResult(new
        {
            method = request.Method,
            url = request.GetEncodedPathAndQuery(),
            headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToArray()),
        })
        { StatusCode = StatusCodes.Status203NonAuthoritative };
    }

    [Function("Echo")]
    public async Task EchoAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        response.ContentType = request.ContentType;
        await request.Body.CopyToAsync(response.Body, request.HttpContext.RequestAborted);
    }

    /// <summary>HEAD as the app answers it: a length, and no body.</summary>
    [Function("Head")]
    public IActionResult Head([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "head")] HttpRequest request) =>
        new FileContentResult(Encoding.UTF8.GetBytes("twelve bytes"), "text/plain");

    /// <summary>Sends a line, then the rest when a test says so.</summary>
    [Function("Stream")]
    public async Task StreamAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream/{signal}")] HttpRequest request, string signal)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("first\n");
        await response.Body.FlushAsync();
        await signals.WaitAsync(signal, request.HttpContext.RequestAborted);
        await response.WriteAsync("second\n");
    }

    /// <summary>Starts a response and breaks it off.</summary>
    [Function("Break")]
    public async Task BreakAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "break")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("first\n");
        await response.Body.FlushAsync();
        request.HttpContext.Abort();
    }

    [Function("Throw")]
    public IActionResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) =>
        throw new InvalidOperationException($"Thrown on purpose by {request.Path}");
}
