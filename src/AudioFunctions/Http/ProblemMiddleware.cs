using AudioFunctions.Instances;
using AudioFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Http;

/// <summary>Every HTTP function runs in it: what is left of a failure becomes a problem, and no stack trace leaves.</summary>
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
            // Sent here and not after the middlewares, so that a file that cannot be read on is answered like every other failure.
            if (context.GetInvocationResult().Value is IResult response)
                await response.ExecuteAsync(http);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            var problem = Describe(failure, http.Request);
            if (http.Response.HasStarted)
            {
                // The client must not take what it has for the whole.
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
        switch (failure)
        {
            case var _ when StorageFailure.Is(failure):
                StorageFailed(failure, request.Path);
                return Problem.Of(request, StatusCodes.Status503ServiceUnavailable, "storage-unavailable", StorageFailure.Describe(failure));

            case var _ when EngineFailure.IsOfStorage(failure):
                StorageFailed(failure, request.Path);
                return Problem.Of(
                    request,
                    StatusCodes.Status503ServiceUnavailable,
                    "storage-unavailable",
                    "The storage of the durable engine cannot be reached; check AzureWebJobsStorage, and that the account's queues are up.");

            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLarge:
                return Problem.Of(request, tooLarge.StatusCode, "body-too-large", "The body is over what the service reads at all.");

            case BadHttpRequestException unreadable:
                return Problem.Of(request, unreadable.StatusCode, "request-invalid", "The request could not be read to its end; send it again.");

            case OperationCanceledException when lifetime.ApplicationStopping.IsCancellationRequested:
                return Problem.Of(
                    request, StatusCodes.Status503ServiceUnavailable, "service-stopping", "The service is being stopped or restarted; send the request again.");

            default:
                Unexpected(failure, request.Path);
                return Problem.Of(
                    request, StatusCodes.Status500InternalServerError, "unexpected-failure", "Something unexpected failed; the log of the service has the details.");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Storage failed while answering {Path}")]
    private partial void StorageFailed(Exception failure, PathString path);

    [LoggerMessage(2, LogLevel.Error, "Unexpected failure while answering {Path}")]
    private partial void Unexpected(Exception failure, PathString path);
}
