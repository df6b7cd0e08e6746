using System.Diagnostics;
using AudioFunctions.LocalHost.Keys;
using AudioFunctions.LocalHost.Telemetry;
using AudioFunctions.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Http;

/// <summary>Handles all public requests.</summary>
internal sealed partial class PublicPipeline(KeyRing keys, Webhooks webhooks, AdminEndpoints admin, IJobHost jobs, ILogger logger)
{
    private int _running;

    /// <summary>The number of running requests.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Set when the host stops: later requests are refused.</summary>
    public bool IsClosed { get; set; }

    public async Task RunAsync(HttpContext http)
    {
        if (IsClosed)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var started = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _running);
        try
        {
            await RouteAsync(http);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is (OperationCanceledException or IOException))
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e)
        {
            Fail(http, e);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            // Without the query, which may contain a key.
            Answered(http.Request.Method, http.Request.Path.Value, http.Response.StatusCode, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(Webhooks.Root, out var webhook))
            return webhooks.RunAsync(http, webhook);
        if (http.Request.Path.StartsWithSegments("/admin", out var rest))
            return admin.RunAsync(http, rest);
        // Routing also has endpoints of its own: 405 for a route that exists with other methods, to which the official host responds with 404.
        if (http.GetEndpoint() is RouteEndpoint { RequestDelegate: { } call })
            return call(http);

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Calls a function if the request has a key for it.</summary>
    public Task CallAsync(HttpContext http, FunctionRoute route)
    {
        if (keys.Refusal(http.Request, route.Level, route.Function.Name) is { } refusal)
        {
            http.Response.StatusCode = refusal;
            return Task.CompletedTask;
        }

        var arguments = new Dictionary<string, object> { [route.Function.Trigger.Name] = http };
        return RequestSpan.RunAsync(http, $"/{route.Template}", () => jobs.CallAsync(route.Function.Name, arguments, http.RequestAborted));
    }

    private void Fail(HttpContext http, Exception exception)
    {
        var cause = exception.GetBaseException();
        // The app has logged its own failure.
        if (cause is not (WorkerGoneException or WorkerFailedException))
            Failed(exception, http.Request.Method, http.Request.Path.Value);
        if (http.Response.HasStarted)
        {
            // Abort the connection, so that the client notices that the response is incomplete.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = cause is WorkerGoneException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} {StatusCode} in {Milliseconds} ms")]
    private partial void Answered(string method, string? path, int statusCode, long milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed in the host")]
    private partial void Failed(Exception exception, string method, string? path);
}
