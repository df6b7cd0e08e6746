using AudioFunctions.Instances;
using AudioFunctions.Serialization;
using AudioFunctions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Http;

/// <summary>The edge every HTTP function answers through: what is left of a failure becomes a problem, and no stack trace leaves.</summary>
public sealed partial class HttpEdge(IHostApplicationLifetime lifetime, ILogger<HttpEdge> logger)
{
    public async Task<IResult> AnswerAsync(HttpRequest request, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            StorageFailed(failure, request.Path);
            return Problem.Of(
                request,
                StatusCodes.Status503ServiceUnavailable,
                "storage-unavailable",
                StorageFailure.Describe(failure));
        }
        catch (Exception failure) when (EngineFailure.IsOfStorage(failure))
        {
            StorageFailed(failure, request.Path);
            return Problem.Of(
                request,
                StatusCodes.Status503ServiceUnavailable,
                "storage-unavailable",
                "The storage of the durable engine cannot be reached; check AzureWebJobsStorage, and that the account's queues are up.");
        }
        catch (BadHttpRequestException failure) when (failure.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problem.Of(request, failure.StatusCode, "body-too-large", "The body is over what the service reads at all.");
        }
        catch (BadHttpRequestException failure)
        {
            return Problem.Of(request, failure.StatusCode, "request-invalid", "The request could not be read to its end; send it again.");
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Problem.Of(
                request, StatusCodes.Status503ServiceUnavailable, "service-stopping", "The service is being stopped or restarted; send the request again.");
        }
        catch (Exception failure) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Unexpected(failure, request.Path);
            return Problem.Of(
                request, StatusCodes.Status500InternalServerError, "unexpected-failure", "Something unexpected failed; the log of the service has the details.");
        }
    }

    /// <summary>200 with the product's JSON.</summary>
    public static IResult Json<T>(T value, int status = StatusCodes.Status200OK) => Results.Json(value, ProductJson.Options, statusCode: status);

    [LoggerMessage(1, LogLevel.Error, "Storage failed while answering {Path}")]
    private partial void StorageFailed(Exception failure, PathString path);

    [LoggerMessage(2, LogLevel.Error, "Unexpected failure while answering {Path}")]
    private partial void Unexpected(Exception failure, PathString path);
}
