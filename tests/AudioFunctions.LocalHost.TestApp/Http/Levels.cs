using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.LocalHost.TestApp.Http;

/// <summary>A function of each authorization level.</summary>
public sealed class Levels
{
    [Function("Open")]
    public IActionResult Open([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "levels/anonymous")] HttpRequest request) => Ok(request);

    [Function("Locked")]
    public IActionResult Locked([HttpTrigger(AuthorizationLevel.Function, "get", Route = "levels/function")] HttpRequest request) => Ok(request);

    [Function("OtherLocked")]
    public IActionResult OtherLocked([HttpTrigger(AuthorizationLevel.Function, "get", Route = "levels/other")] HttpRequest request) => Ok(request);

    [Function("Secret")]
    public IActionResult Secret([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "levels/admin")] HttpRequest request) => Ok(request);

    private static OkObjectResult Ok(HttpRequest request) => new(request.Path.Value);
}
