using AudioFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>What is left of a failure, in words that may leave the process.</summary>
internal static class FailureRefusals
{
    public const string ServiceStopping = "service-stopping";
    public const string Stopping = "The service is being stopped or restarted";

    /// <param name="isStopping">Whether the process is being stopped.</param>
    public static Refusal Of(Exception failure, bool isStopping) => failure switch
    {
        _ when StorageFailure.Is(failure) => StorageUnavailable(StorageFailure.Describe(failure)),
        _ when EngineFailure.IsOfStorage(failure) => StorageUnavailable(
            "The storage of the durable engine cannot be reached; check AzureWebJobsStorage, and that the account's queues are up."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLarge =>
            new Refusal(tooLarge.StatusCode, "body-too-large", "The body is over what the service reads at all."),
        BadHttpRequestException unreadable =>
            new Refusal(unreadable.StatusCode, "request-invalid", "The request could not be read to its end; send it again."),
        OperationCanceledException when isStopping => new Refusal(
            StatusCodes.Status503ServiceUnavailable, ServiceStopping, $"{Stopping}; send the request again."),
        _ => new Refusal(
            StatusCodes.Status500InternalServerError, StepFailures.Unexpected, "Something unexpected failed; the log of the service has the details."),
    };

    private static Refusal StorageUnavailable(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, StepFailures.StorageUnavailable, detail);
}
