using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.LocalHost.Telemetry;

/// <summary>The span of an HTTP function's request. It contains the route instead of the URL, whose query may contain a key.</summary>
internal static class RequestSpan
{
    public const string SourceName = "AudioFunctions.LocalHost";

    private static readonly ActivitySource Source = new(SourceName);

    /// <param name="route">The function's route template.</param>
    public static async Task RunAsync(HttpContext http, string route, Func<Task> call)
    {
        using var span = Start(http.Request, route);
        try
        {
            await call();
        }
        catch (Exception failure)
        {
            span?.SetTag("error.type", failure.GetBaseException().GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }

        span?.SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span?.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Start(HttpRequest request, string route)
    {
        if (!Source.HasListeners())
            return null;

        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller);
        // Otherwise ASP.NET Core's own activity, which isn't exported, would become the parent.
        Activity.Current = null;
        var span = Source.StartActivity($"{request.Method} {route}", ActivityKind.Server, caller);
        return span?.SetTag("http.request.method", request.Method).SetTag("http.route", route);
    }
}
