using System.Diagnostics;
using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Http;

/// <summary>
/// The outermost step of every request: one log line, without the query, which may carry a key; and an empty answer for
/// whatever was thrown inside.
/// </summary>
internal sealed partial class RequestEdge(RequestDelegate next, StopGrace grace, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger("LocalRuntime.Http");

    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(http);
        }
        catch (Exception e) when ((e is OperationCanceledException or IOException) && http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (OperationCanceledException) when (grace.Over.IsCancellationRequested)
        {
            Answer(http, StatusCodes.Status503ServiceUnavailable);
        }
        catch (TaskHubStoppedException)
        {
            Answer(http, StatusCodes.Status503ServiceUnavailable);
        }
        catch (BadHttpRequestException e)
        {
            Answer(http, e.StatusCode);
        }
        catch (Exception e)
        {
            Failed(e, http.Request.Method, http.Request.Path.Value, http.GetEndpoint()?.DisplayName);
            Answer(http, StatusCodes.Status500InternalServerError);
        }

        Log(http, Stopwatch.GetElapsedTime(started));
    }

    private static void Answer(HttpContext http, int statusCode)
    {
        if (http.Response.HasStarted)
        {
            // A cut connection tells the caller that the answer is not whole; ending it politely would not.
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = statusCode;
    }

    private void Log(HttpContext http, TimeSpan took)
    {
        // Status polls would drown everything else.
        var level = http.GetEndpoint()?.Metadata.GetMetadata<Quiet>() is null ? LogLevel.Information : LogLevel.Debug;
        Answered(level, http.Request.Method, http.Request.Path.Value, http.Response.StatusCode, (long)took.TotalMilliseconds);
    }

    [LoggerMessage(EventId = 1, Message = "{Method} {Path} {StatusCode} in {Milliseconds} ms")]
    private partial void Answered(LogLevel level, string method, string? path, int statusCode, long milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed in {Endpoint}")]
    private partial void Failed(Exception exception, string method, string? path, string? endpoint);

    /// <summary>Endpoint metadata: log its requests at Debug.</summary>
    internal sealed record Quiet;
}
