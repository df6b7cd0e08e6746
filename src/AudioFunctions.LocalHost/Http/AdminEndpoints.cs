using System.Diagnostics;
using System.Text.Json;
using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Keys;
using AudioFunctions.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Http;

/// <summary>The official host's admin endpoints, below <c>/admin</c>. They require the master key.</summary>
internal sealed partial class AdminEndpoints(
    IReadOnlyList<AppFunction> functions, KeyRing keys, WorkerSupervisor workers, IJobHost jobs, ILogger logger, CancellationToken stopping)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public async Task RunAsync(HttpContext http, PathString path)
    {
        if (keys.Refusal(http.Request, AuthorizationLevel.Admin, function: null) is { } refusal)
        {
            http.Response.StatusCode = refusal;
            return;
        }

        string[] parts = path.Value!.Trim('/').Split('/');
        await ((http.Request.Method, parts) switch
        {
            ("GET", ["host", "status"]) => Results.Json(Status()),
            ("GET" or "POST", ["host", "ping"]) => Results.Ok(),
            ("POST", ["functions", var name]) => await FireAsync(http, name),
            _ => Results.NotFound(),
        }).ExecuteAsync(http);
    }

    private object Status() => new
    {
        state = workers.Current is null ? "Starting" : "Running",
        version = FunctionWorker.HostVersion,
        processUptime = (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds,
        processId = Environment.ProcessId,
        workerProcessId = workers.Current?.ProcessId,
    };

    /// <summary>Runs a function manually. Its trigger binds the input: for a blob trigger, <c>container/name</c>.</summary>
    private async Task<IResult> FireAsync(HttpContext http, string name)
    {
        var function = functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (function is null)
            return Results.NotFound();
        // HTTP functions are called at their own address.
        if (function.IsHttp || await ReadInputAsync(http) is not { } input)
            return Results.BadRequest();

        var arguments = new Dictionary<string, object> { [function.Trigger.Name] = input };
        _ = RunAsync(function.Name, arguments);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task RunAsync(string function, Dictionary<string, object> arguments)
    {
        try
        {
            await jobs.CallAsync(function, arguments, stopping);
        }
        catch (Exception e)
        {
            // The client has already received its 202, so only the log can report the failure.
            Failed(e, function);
        }
    }

    private static async Task<string?> ReadInputAsync(HttpContext http)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return body.RootElement.ValueKind is JsonValueKind.Object && body.RootElement.TryGetProperty("input", out var input)
                ? input.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Function}, run manually, failed")]
    private partial void Failed(Exception exception, string function);
}
