using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Platform;

/// <summary>Runs around every HTTP function. Turns exceptions into problems, so that no stack trace leaves the process.</summary>
internal sealed partial class ProblemMiddleware(IHostApplicationLifetime lifetime, ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public static bool IsFor(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => string.Equals(binding.Type, "httpTrigger", StringComparison.OrdinalIgnoreCase));

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("The function was not called over HTTP.");
        try
        {
            await next(context);
            // Send the response here and not after the middlewares, so that a failure to read a file becomes a problem like every other failure.
            if (context.GetInvocationResult().Value is IResult response)
                await response.ExecuteAsync(http);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            var problem = Describe(failure, http.Request);
            if (http.Response.HasStarted)
            {
                // Abort, so that the client notices that the response is incomplete.
                http.Abort();
            }
            else
            {
                http.Response.Clear();
                await problem.ExecuteAsync(http);
            }
        }

        context.GetInvocationResult().Value = Results.Empty;
    }

    private IResult Describe(Exception failure, HttpRequest request)
    {
        var refusal = FailureRefusals.Of(failure, lifetime.ApplicationStopping.IsCancellationRequested);
        if (refusal.Code == StepFailures.StorageUnavailable)
            StorageFailed(failure, request.Path);
        else if (refusal.Code == StepFailures.Unexpected)
            Unexpected(failure, request.Path);
        return Problem.Of(request, refusal);
    }

    [LoggerMessage(1, LogLevel.Error, "Storage failed during a request for {Path}")]
    private partial void StorageFailed(Exception failure, PathString path);

    [LoggerMessage(2, LogLevel.Error, "Unexpected failure during a request for {Path}")]
    private partial void Unexpected(Exception failure, PathString path);
}
