using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary>The shapes of the service's answers.</summary>
internal static class Answers
{
    public static async Task ErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        await WriteAsync(context, new JsonObject
        {
            ["detail"] = new JsonObject
            {
                ["type"] = status switch { 401 => "authentication_error", 429 => "rate_limit_error", _ => "validation_error" },
                ["code"] = code,
                ["message"] = message,
                ["status"] = code,
                ["request_id"] = context.Response.Headers["request-id"].ToString(),
                ["param"] = null,
            },
        });
    }

    /// <summary>The older shape, which some errors still have.</summary>
    public static async Task OldErrorAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        await WriteAsync(context, new JsonObject { ["detail"] = new JsonObject { ["status"] = code, ["message"] = message } });
    }

    public static async Task InvalidAsync(HttpContext context, IEnumerable<RuleBreach> breaches)
    {
        context.Response.StatusCode = 422;
        var details = breaches.Select(breach => (JsonNode)new JsonObject
        {
            ["loc"] = new JsonArray([JsonValue.Create("body"), .. breach.Field.Split('.').Select(f => JsonValue.Create(f))]),
            ["msg"] = breach.Message,
            ["type"] = breach.Type,
        });
        await WriteAsync(context, new JsonObject { ["detail"] = new JsonArray([.. details]) });
    }

    public static async Task HtmlAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync("<html><body><h1>Something between us had an opinion</h1></body></html>");
    }

    public static async Task WriteAsync(HttpContext context, JsonNode json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json.ToJsonString());
    }
}
