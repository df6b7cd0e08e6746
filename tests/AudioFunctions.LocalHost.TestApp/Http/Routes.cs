using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.LocalHost.TestApp.Http;

/// <summary>Routes that overlap: the host tries them in the order of functions.metadata, which is this one.</summary>
public sealed class Routes
{
    [Function("A_Number")]
    public IActionResult Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id:int}")] HttpRequest request, int id) =>
        new OkObjectResult($"number {id}");

    [Function("B_Name")]
    public IActionResult Name([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "items/{name}")] HttpRequest request, string name) =>
        new OkObjectResult($"name {name}");

    [Function("C_Exact")]
    public IActionResult Exact([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/exact")] HttpRequest request) =>
        new OkObjectResult("exact");

    [Function("D_Optional")]
    public IActionResult Optional(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "optional/{first}/{second?}")] HttpRequest request, string first, string? second) =>
        new OkObjectResult($"{request.Method} {first} {second ?? "none"}");

    [Function("E_Rest")]
    public IActionResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rest/{*path}")] HttpRequest request, string? path) =>
        new OkObjectResult($"rest {path}");
}
