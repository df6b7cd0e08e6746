using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.TestApp;

public static class RouteFunctions
{
    [Function("IntRoute")]
    public static IResult IntRoute(
        [HttpTrigger("get", Route = "ints/{value}")] HttpRequest request, int value) =>
        Results.Text($"{value + 1}");

    [Function("GuidRoute")]
    public static IResult GuidRoute(
        [HttpTrigger("get", Route = "guids/{id}")] HttpRequest request, Guid id) =>
        Results.Text(id.ToString("N"));

    [Function("EnumRoute")]
    public static IResult EnumRoute(
        [HttpTrigger("get", Route = "days/{day}")] HttpRequest request, DayOfWeek day) =>
        Results.Text($"{(int)day}");

    [Function("OptionalRoute")]
    public static IResult OptionalRoute([HttpTrigger("get", Route = "pages/{page:int?}")] HttpRequest request, int? page) =>
        Results.Text($"{page?.ToString() ?? "none"}");

    [Function("Constrained")]
    public static IResult Constrained(
        [HttpTrigger("get", Route = "items/{id:int}")] HttpRequest request, int id) =>
        Results.Text($"number {id}");

    [Function("ConstrainedOtherwise")]
    public static IResult ConstrainedOtherwise(
        [HttpTrigger("get", Route = "items/{id:alpha}")] HttpRequest request, string id) =>
        Results.Text($"word {id}");

    [Function("RegexConstrained")]
    public static IResult RegexConstrained(
        [HttpTrigger("get", Route = @"codes/{code:regex(^\d{{2}}$)}")] HttpRequest request, string code) =>
        Results.Text($"code {code}");

    [Function("CatchAll")]
    public static IResult CatchAll(
        [HttpTrigger("get", Route = "files/{*path}")] HttpRequest request, string path) =>
        Results.Text(path);

    [Function("AnyMethod")]
    public static IResult AnyMethod(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "any")] HttpRequest request) =>
        Results.Text(request.Method);

    [Function("ReadsOne")]
    public static IResult ReadsOne(
        [HttpTrigger("get", Route = "things/{id}")] HttpRequest request, string id) =>
        Results.Text($"read {id}");

    [Function("RemovesOne")]
    public static IResult RemovesOne(
        [HttpTrigger("delete", Route = "things/{name}")] HttpRequest request, string name) =>
        Results.Text($"removed {name}");
}
